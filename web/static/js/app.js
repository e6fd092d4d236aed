// Starts the app: defines the functions go-app calls in the page, registers the service worker, streams app.wasm into
// the Go runtime, and has crash.js say so on the page when the program cannot start or has stopped.
"use strict";

(() => {
  const script = document.currentScript;
  const { galley } = window; // js/crash.js
  const build = script.dataset.build;

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
      galley.stop("unloaded");
      return;
    }
    // Registered only now, so that filling the worker's cache does not compete with the first start.
    registerWorker();
    await go.run(instance); // returns only when the program has ended, and it never ends by itself
    window.onclick = window.onpopstate = window.onresize = null; // they lead into the ended program
    galley.crash("the program ended", "");
  }

  start();
})();
