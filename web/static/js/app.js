// Starts the app: defines the functions go-app calls in the page, registers the service worker, streams app.wasm into
// the Go runtime, and says so on the page when the program cannot start or has stopped.
"use strict";

(() => {
  const script = document.currentScript;
  const build = script.dataset.build;
  // The language of the page at that moment: the reader may have changed it in the app.
  const say = (de, en) => (document.documentElement.lang.startsWith("de") ? de : en);

  // ---- what go-app v10 looks for on window ----------------------------------------------------------------------

  const env = {
    GOAPP_VERSION: build,
    // Links below these addresses leave the app instead of being routed inside it.
    GOAPP_INTERNAL_URLS: JSON.stringify([location.origin + "/api/", location.origin + "/assets/"]),
  };
  let installPrompt = null;

  Object.assign(window, {
    goappGetenv: (name) => env[name],
    goappNav: () => {},
    goappUpdatedBeforeWasmLoaded: false,
    goappOnUpdate: () => { window.goappUpdatedBeforeWasmLoaded = true; },
    goappAppInstallChangedBeforeWasmLoaded: false,
    goappOnAppInstallChange: () => { window.goappAppInstallChangedBeforeWasmLoaded = true; },
    goappTryUpdate: () => registration && registration.update(),
    goappIsAppInstallable: () => installPrompt !== null,
    goappIsAppInstalled: () => matchMedia("(display-mode: standalone)").matches,
    goappIsAppleBrowser: () => false,
    goappShowInstallPrompt: async () => {
      if (installPrompt === null) return;
      installPrompt.prompt();
      await installPrompt.userChoice;
      installPrompt = null;
      window.goappOnAppInstallChange();
    },
    goappKeepBodyClean: () => () => {},
  });

  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installPrompt = event;
    window.goappOnAppInstallChange();
  });
  addEventListener("appinstalled", () => {
    installPrompt = null;
    window.goappOnAppInstallChange();
  });

  // ---- service worker -------------------------------------------------------------------------------------------

  // The page's only door for script addresses: Trusted Types refuse every other one.
  const trusted = window.trustedTypes
    ? trustedTypes.createPolicy("galley", {
        createScriptURL: (url) => {
          if (url === "/app-worker.js") return url;
          throw new TypeError("refused script address " + url);
        },
      })
    : { createScriptURL: (url) => url };

  let registration = null;
  async function registerWorker() {
    if (!("serviceWorker" in navigator)) return; // plain HTTP to another machine: the app works, but only online
    const had = navigator.serviceWorker.controller !== null; // the first worker of all is no update
    try {
      registration = await navigator.serviceWorker.register(trusted.createScriptURL("/app-worker.js"), {
        updateViaCache: "none",
      });
      registration.addEventListener("updatefound", () => {
        const next = registration.installing;
        next.addEventListener("statechange", () => {
          if (next.state === "activated" && had) window.goappOnUpdate();
        });
      });
    } catch (error) {
      console.warn("service worker not registered:", error.message);
    }
  }

  // ---- the program ----------------------------------------------------------------------------------------------

  async function start() {
    let instance;
    const go = new Go();
    try {
      ({ instance } = await WebAssembly.instantiateStreaming(fetch(script.dataset.wasm), go.importObject));
    } catch (error) {
      console.error("app.wasm not loaded:", error.message);
      showStop(
        say("Die Seite konnte nicht vollständig geladen werden.", "The page could not be loaded completely."),
        say("Prüfen Sie die Verbindung und laden Sie die Seite neu.", "Check the connection and reload the page."),
      );
      return;
    }
    // Registered only now, so that filling the worker's cache does not compete with the first start.
    registerWorker();
    await go.run(instance); // returns only when the program has ended, and it never ends by itself
    window.onclick = window.onpopstate = window.onresize = null; // they lead into the ended program
    showStop(
      say("Galley ist auf einen Fehler gestoßen und wurde angehalten.", "Galley met an error and was stopped."),
      say(
        "Was schon auf dem Server gesichert war, ist dort sicher. Änderungen, die noch nicht gesendet waren, liegen auf diesem Gerät und werden nach dem Neuladen gesendet. Sie können sie vorher als Datei sichern.",
        "What was saved on the server is safe there. Edits not yet sent are kept on this device and will be sent after a reload. You can save them as a file first.",
      ),
      { label: say("Änderungen als Datei sichern", "Save edits as a file"), act: downloadKept },
    );
  }

  function showStop(title, text, extra) {
    const make = (name, className, content) => {
      const element = document.createElement(name);
      if (className) element.className = className;
      if (content) element.textContent = content;
      return element;
    };
    const button = (className, label, act) => {
      const element = make("button", className, label);
      element.type = "button";
      element.addEventListener("click", act);
      return element;
    };
    const panel = make("div", "stop");
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-label", title);
    const sheet = make("div", "stop-sheet");
    const reload = button("stop-reload", say("Neu laden", "Reload"), () => location.reload());
    sheet.append(make("h2", "", title), make("p", "", text), reload);
    if (extra) sheet.append(button("stop-extra", extra.label, extra.act));
    panel.append(sheet);
    document.body.append(panel);
    reload.focus();
  }

  // ---- what this device keeps, as a file ------------------------------------------------------------------------

  async function downloadKept() {
    const kept = { format: "galley-kept", version: 1, build, at: new Date().toISOString(), page: location.href };
    kept.storage = Object.fromEntries(Object.entries(localStorage));
    kept.databases = {};
    for (const { name } of await indexedDB.databases()) kept.databases[name] = await readDatabase(name);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
    link.download = "galley-" + kept.at.replace(/[:.]/g, "-") + ".json";
    link.click();
    URL.revokeObjectURL(link.href);
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

  start();
})();
