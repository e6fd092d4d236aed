"""Exports two projects in every format that a check knows and loads them with the real consumer."""
import argparse
import importlib
import importlib.util
import os
import pathlib
import pkgutil
import shutil
import subprocess
import sys
import time
import traceback

import checks
from native import Corpus, Export

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CORPORA = {"demo": ROOT / "server/demo/demo.jsonl", "edges": HERE / "edges.galley.jsonl"}


def galley(args, program):
    done = subprocess.run([program, *map(str, args)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"galley {' '.join(map(str, args))}\n{done.stderr}")
    return done.stderr


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--galley", required=True, help="the program")
    p.add_argument("--work", required=True, type=pathlib.Path, help="a folder that is emptied first")
    p.add_argument("--only", help="run this module of checks/ alone")
    a = p.parse_args()
    shutil.rmtree(a.work, ignore_errors=True)
    a.work.mkdir(parents=True)
    os.environ["HF_HOME"] = str(a.work / "huggingface")
    modules = [importlib.import_module("checks." + m.name) for m in pkgutil.iter_modules(checks.__path__) if a.only in (None, m.name)]
    passed, failed, missing = 0, 0, []
    for name, source in CORPORA.items():
        data = a.work / name / "data"
        galley(["import", "--data", data, "--project", name, source], a.galley)
        native = a.work / name / "native.jsonl"
        galley(["export", "--data", data, "--project", name, "--out", native], a.galley)
        corpus = Corpus(name, native)
        for module in modules:
            lacks = [n for n in module.NEEDS if not importlib.util.find_spec(n)]
            if lacks:
                missing.append(f"{module.__name__} needs {', '.join(lacks)}")
                continue
            for fmt in sorted(module.FORMATS):
                work = a.work / name / f"{module.__name__.split('.')[-1]}-{fmt}"
                work.mkdir()
                path = work / ("export." + module.EXTENSION.get(fmt, "zip") if hasattr(module, "EXTENSION") else "export.zip")
                report = galley(["export", "--data", data, "--project", name, "--format", fmt, "--out", path], a.galley)
                start = time.time()
                try:
                    module.check(corpus, Export(fmt, path, report, work))
                    passed += 1
                    print(f"ok    {name:6} {fmt:11} {module.__name__} ({time.time() - start:.1f} s)", flush=True)
                except Exception:
                    failed += 1
                    print(f"FAIL  {name:6} {fmt:11} {module.__name__}", flush=True)
                    traceback.print_exc()
    for m in sorted(set(missing)):
        print(f"MISSING {m}: not checked")
    print(f"{passed} passed, {failed + len(set(missing))} failed")
    sys.exit(bool(failed or missing))


main()
