// The sheet for the moment when the program cannot go on. It needs nothing of the program to be alive: it reads the
// unsent edits from the device itself and offers them as a file.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const WORDS = {
    de: {
      title: "Galley ist auf einen Fehler gestoßen und wurde angehalten.",
      saved: "Was schon auf dem Server gesichert war, ist dort sicher.",
      kept: (n) => n === 0
        ? "Auf diesem Gerät warten keine ungesendeten Änderungen."
        : `Ungesendete Änderungen an ${n === 1 ? "einem Artikel" : n + " Artikeln"} liegen auf diesem Gerät und werden nach dem Neuladen gesendet. Sie können sie vorher als Datei sichern.`,
      unread: "Die ungesendeten Änderungen auf diesem Gerät ließen sich nicht zählen; gelöscht wurde nichts.",
      reload: "Neu laden",
      file: "Änderungen als Datei sichern",
      failed: "Die Datei konnte nicht geschrieben werden: ",
    },
    en: {
      title: "Galley met an error and was stopped.",
      saved: "What was saved on the server is safe there.",
      kept: (n) => n === 0
        ? "No unsent edits are waiting on this device."
        : `Unsent edits to ${n === 1 ? "one article" : n + " articles"} are kept on this device and will be sent after a reload. You can save them as a file first.`,
      unread: "The unsent edits on this device could not be counted; nothing was deleted.",
      reload: "Reload",
      file: "Save edits as a file",
      failed: "The file could not be written: ",
    },
  };

  const make = (name, className, text) => {
    const el = document.createElement(name);
    if (className) el.className = className;
    if (text) el.textContent = text;
    return el;
  };
  const button = (className, text, act) => {
    const el = make("button", className, text);
    el.type = "button";
    el.addEventListener("click", act);
    return el;
  };

  async function save(fault) {
    const at = new Date().toISOString();
    const kept = { format: "galley-kept", version: 1, at, page: location.href, fault, queues: [] };
    kept.queues = (await galley.outbox.all()).map((entry) => {
      try {
        return { ...entry, data: JSON.parse(entry.data) };
      } catch {
        return entry; // not ours to judge: it goes into the file as it is
      }
    });
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
    link.download = "galley-" + at.replace(/[:.]/g, "-") + ".json";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // Shows the sheet once; reason and stack are for developers and go into the file.
  galley.crash = (reason = "", stack = "") => {
    if (document.querySelector(".stop")) return;
    const words = document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
    const panel = make("div", "stop");
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-modal", "true");
    panel.setAttribute("aria-label", words.title);
    const sheet = make("div", "stop-sheet");
    const kept = make("p", "", words.saved);
    const failed = make("p");
    const reload = button("stop-reload", words.reload, () => location.reload());
    const file = button("stop-extra", words.file, () => {
      save({ reason: String(reason), stack: String(stack) }).catch((error) => {
        failed.textContent = words.failed + error.message;
      });
    });
    sheet.append(make("h2", "", words.title), kept, reload, file, failed);
    panel.append(sheet);
    // What lies below is a picture of what was; a modal dialog would lie above the sheet.
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    for (const el of document.body.children) el.inert = true;
    document.body.append(panel);
    reload.focus();
    galley.outbox.all().then(
      (all) => {
        kept.textContent += " " + words.kept(new Set(all.map((entry) => entry.doc)).size);
        file.hidden = all.length === 0;
      },
      () => { kept.textContent += " " + words.unread; },
    );
  };

  // A fault in Go that nobody caught ends the program: the next call into it throws "Go program has already exited".
  // Faults of other scripts (extensions of the browser) are none of ours.
  const fatal = (error) => {
    if (error instanceof WebAssembly.RuntimeError || /Go program has already exited/.test(error?.message)) {
      galley.crash(error.message, error.stack);
    }
  };
  addEventListener("error", (event) => fatal(event.error));
  addEventListener("unhandledrejection", (event) => fatal(event.reason));
})();
