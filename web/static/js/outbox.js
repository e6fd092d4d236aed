// Keeps unsent edits on this device until the server has them: one entry for each document and client (a client is one
// tab), in IndexedDB, in transactions that count only once they are on the disk. Every function answers with a promise.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const NAME = "galley-outbox";
  const STORE = "queue"; // {doc, client, at, data}, by [doc, client]
  // A tab's steps of undo and redo: {doc, client, n, data} by [doc, client, n], and for each tab {doc, client, at, head}.
  const STEPS = "steps";
  const HEADS = "heads";
  const FORGOTTEN = 30 * 24 * 3600_000; // how long the steps of a tab that is gone are kept, in milliseconds

  // ---- the database -----------------------------------------------------------------------------------------------

  let opened = null;
  function open() {
    return (opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 2);
      request.onupgradeneeded = (event) => {
        if (event.oldVersion < 1) request.result.createObjectStore(STORE, { keyPath: ["doc", "client"] });
        request.result.createObjectStore(STEPS, { keyPath: ["doc", "client", "n"] });
        request.result.createObjectStore(HEADS, { keyPath: ["doc", "client"] });
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        // Another tab with a newer version of the app wants to change the database, or the browser has closed it:
        // the next call opens it again.
        request.result.onversionchange = () => request.result.close();
        request.result.onclose = () => { opened = null; };
        resolve(request.result);
      };
    }).catch((error) => {
      opened = null;
      throw error;
    }));
  }

  async function change(act, stores = [STORE]) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new DOMException("the browser gave up the transaction", "AbortError"));
      act(...stores.map((name) => transaction.objectStore(name)));
      transaction.commit();
    });
  }

  async function read(act, store = STORE) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const request = act(database.transaction(store).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // One change after the other: a later put must not be overtaken by an earlier one that waited for the database.
  let line = Promise.resolve();
  function inLine(act, stores) {
    const turn = line.then(() => change(act, stores));
    line = turn.catch(() => {});
    return turn;
  }

  // ---- whose edits: one client id for each tab ----------------------------------------------------------------------

  const lockName = (id) => "galley-client-" + id;
  const newID = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  // Takes the lock of a client for the life of the tab; false when another tab holds it.
  function hold(id) {
    if (!navigator.locks) return holdByClock(id);
    return new Promise((resolve, reject) => {
      navigator.locks.request(lockName(id), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      }).catch(reject);
    });
  }

  // On a page without a secure connection there are no locks. There a tab signs for its clients every few seconds and
  // signs off when it goes; a sleeping tab's timer runs once a minute, so that only much older signatures count as gone.
  const BEAT = 5_000;
  const GONE = 180_000;
  const held = new Set();
  async function holdByClock(id) {
    if (held.has(id)) return false;
    if (Date.now() - Number(localStorage.getItem(lockName(id)) ?? 0) < GONE) return false;
    const sign = () => { for (const name of held) localStorage.setItem(lockName(name), String(Date.now())); };
    if (held.size === 0) {
      setInterval(sign, BEAT);
      addEventListener("pagehide", () => { for (const name of held) localStorage.removeItem(lockName(name)); });
      addEventListener("pageshow", sign);
    }
    held.add(id);
    sign();
    return true;
  }

  let mine = null;
  function client() {
    return (mine ??= (async () => {
      let id = null;
      try {
        id = sessionStorage.getItem("galley.client");
      } catch { /* storage is forbidden: the id lasts as long as the page */ }
      if (!id || !(await hold(id))) {
        id = newID();
        await hold(id);
      }
      try {
        sessionStorage.setItem("galley.client", id);
      } catch { /* as above */ }
      return id;
    })());
  }

  const stepsOf = (doc, client) => IDBKeyRange.bound([doc, client], [doc, client, []]);

  // Drops the steps of tabs that have not been at work for long, once for each page.
  let swept = false;
  async function sweep(doc, client) {
    if (swept) return;
    swept = true;
    for (const head of await read((store) => store.getAll(), HEADS)) {
      if (head.at > Date.now() - FORGOTTEN || (head.doc === doc && head.client === client)) continue;
      await inLine((steps, heads) => {
        steps.delete(stepsOf(head.doc, head.client));
        heads.delete([head.doc, head.client]);
      }, [STEPS, HEADS]);
    }
  }

  const adopted = new Set(); // clients of closed tabs that this tab speaks for

  // ---- what others call -----------------------------------------------------------------------------------------------

  let asked = false;
  const outbox = {
    client,

    async put(doc, client, data) {
      await inLine((store) => store.put({ doc, client, data, at: Date.now() }));
      if (!asked) {
        asked = true;
        // Whether the browser agrees or not, the edits are kept; it says only how readily it would clear them.
        navigator.storage?.persist?.().catch(() => {});
      }
    },

    delete: (doc, client) => inLine((store) => store.delete([doc, client])),

    async get(doc, client) {
      return (await read((store) => store.get([doc, client])))?.data;
    },

    all: () => read((store) => store.getAll()),

    list: (doc) => read((store) => store.getAll(IDBKeyRange.bound([doc], [doc, []]))),

    // Takes over a change of a tab's steps: {epoch, owner, done, put: [{n, data}], drop: [n]} as JSON.
    async changeSteps(doc, client, change) {
      const { put, drop, ...head } = JSON.parse(change);
      await inLine((steps, heads) => {
        for (const n of drop ?? []) steps.delete([doc, client, n]);
        for (const { n, data } of put ?? []) steps.put({ doc, client, n, data });
        heads.put({ doc, client, at: Date.now(), head });
      }, [STEPS, HEADS]);
      await sweep(doc, client);
    },

    // A tab's steps as JSON, {epoch, owner, done, steps: [data]}; "" for none.
    async steps(doc, client) {
      const found = await read((store) => store.get([doc, client]), HEADS);
      if (!found) return "";
      const all = await read((store) => store.getAll(stepsOf(doc, client)), STEPS);
      return JSON.stringify({ ...found.head, steps: all.map((step) => step.data) });
    },

    // Comes when everything asked for so far has been written.
    rest: () => line,

    forgetSteps: () => inLine((steps, heads) => { steps.clear(); heads.clear(); }, [STEPS, HEADS]),

    // The queues for a document whose tabs are closed; from now on they are this tab's, and it gets them again until it
    // has deleted them.
    async adopt(doc) {
      const own = await client();
      const free = [];
      for (const entry of await outbox.list(doc)) {
        if (entry.client === own) continue;
        if (!adopted.has(entry.client) && !(await hold(entry.client))) continue;
        adopted.add(entry.client);
        free.push(entry);
      }
      return free;
    },
  };
  galley.outbox = outbox;
})();
