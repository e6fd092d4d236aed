// The sheet for the moment when the program cannot go on, or could not be loaded. It needs nothing of the program to be
// alive: it reads the unsent edits from the device itself and offers them as a file.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const build = document.querySelector("script[data-build]")?.dataset.build ?? "";
  const WORDS = {
    de: {
      crash: {
        title: "Galley ist auf einen Fehler gestoßen und wurde angehalten.",
        text: "Was schon auf dem Server gesichert war, ist dort sicher.",
      },
      unloaded: {
        title: "Die Seite konnte nicht vollständig geladen werden.",
        text: "Prüfen Sie die Verbindung und laden Sie die Seite neu.",
      },
      kept: (n) => n === 0
        ? "Auf diesem Gerät warten keine ungesendeten Änderungen."
        : `Ungesendete Änderungen an ${n === 1 ? "einem Artikel" : n + " Artikeln"} liegen auf diesem Gerät und werden nach dem Neuladen gesendet. Sie können sie vorher als Datei sichern.`,
      unread: "Die ungesendeten Änderungen auf diesem Gerät ließen sich nicht zählen; gelöscht wurde nichts.",
      reload: "Neu laden",
      file: "Änderungen als Datei sichern",
      failed: "Die Datei konnte nicht geschrieben werden: ",
    },
    en: {
      crash: {
        title: "Galley met an error and was stopped.",
        text: "What was saved on the server is safe there.",
      },
      unloaded: {
        title: "The page could not be loaded completely.",
        text: "Check the connection and reload the page.",
      },
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

  // Everything that this device keeps: the edits in a form to read first, then all of it as it is.
  async function save(fault) {
    const at = new Date().toISOString();
    const kept = { format: "galley-kept", version: 1, at, build, page: location.href, fault, queues: [] };
    try {
      kept.queues = (await waiting()).map((entry) => {
        try {
          return { ...entry, data: JSON.parse(entry.data) };
        } catch {
          return entry; // not ours to judge: it goes into the file as it is
        }
      });
    } catch (error) {
      kept.unread = error.message; // the databases below may still be read
    }
    kept.storage = Object.fromEntries(Object.entries(localStorage));
    kept.databases = {};
    for (const { name } of await indexedDB.databases()) kept.databases[name] = await readDatabase(name);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
    link.download = "galley-" + at.replace(/[:.]/g, "-") + ".json";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async function readDatabase(name) {
    const answer = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open(name));
    const stores = {};
    for (const store of database.objectStoreNames) {
      stores[store] = await answer(database.transaction(store).objectStore(store).getAll());
    }
    database.close();
    return stores;
  }

  // The unsent edits of all tabs, with what was being written when the program stopped.
  const waiting = async () => {
    await galley.outbox.rest();
    return galley.outbox.all();
  };

  // Shows the sheet once. kind is a key of WORDS; fault is for developers and goes into the file.
  galley.stop = (kind, fault = {}) => {
    if (document.querySelector(".stop")) return;
    const words = document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
    const { title, text } = words[kind];
    const panel = make("div", "stop");
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-modal", "true");
    panel.setAttribute("aria-label", title);
    const sheet = make("div", "stop-sheet");
    const said = make("p", "", text);
    const failed = make("p");
    const reload = button("stop-reload", words.reload, () => location.reload());
    const file = button("stop-extra", words.file, () => {
      save(fault).catch((error) => { failed.textContent = words.failed + error.message; });
    });
    sheet.append(make("h2", "", title), said, reload, file, failed);
    panel.append(sheet);
    // What lies below is a picture of what was; a modal dialog would lie above the sheet.
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    for (const el of document.body.children) el.inert = true;
    document.body.append(panel);
    reload.focus();
    waiting().then(
      (all) => {
        if (all.length > 0 || kind === "crash") said.textContent += " " + words.kept(new Set(all.map((entry) => entry.doc)).size);
        file.hidden = all.length === 0 && kind !== "crash";
      },
      () => { said.textContent += " " + words.unread; },
    );
  };

  galley.crash = (reason = "", stack = "") => galley.stop("crash", { reason: String(reason), stack: String(stack) });

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
