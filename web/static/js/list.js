// Draws the list of annotations: one button a row, in text order. Rows come from package list, and only what changed is
// touched. They stand in groups, because groups off screen are not laid out (css/list.css), and to ask that for every
// row would cost each frame more than laying them out.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const GROUP = 50; // rows
  // Safari has no idle time to ask for.
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 30));
  const busy = window.cancelIdleCallback ?? clearTimeout;

  const part = (name, className, text) => {
    const el = document.createElement(name);
    el.className = className;
    if (text) el.textContent = text;
    return el;
  };

  class List {
    constructor(host, call) {
      this.host = host;
      this.call = call;
      this.rows = new Map(); // id → button
      this.selected = "";
      this.pending = []; // rows still to be built
      this.gone = new AbortController();
      host.setAttribute("role", "list");
      host.replaceChildren();
      const { signal } = this.gone;
      const idOf = (e) => e.target.closest("[data-row]")?.dataset.row;
      host.addEventListener("click", (e) => {
        const id = idOf(e);
        if (id) this.call("chosen", id);
      }, { signal });
      host.addEventListener("keydown", (e) => this.walk(e), { signal });
      host.addEventListener("focusin", (e) => {
        if (idOf(e)) this.stop(e.target.closest("[data-row]"));
      }, { signal });
      host.addEventListener("pointerover", (e) => this.call("hovered", idOf(e) ?? ""), { signal, passive: true });
      host.addEventListener("pointerleave", () => this.call("hovered", ""), { signal, passive: true });
    }

    close() {
      this.gone.abort();
      busy(this.idle);
      this.rows.clear();
      this.host.replaceChildren();
    }

    // The first rows are there at once; those of a very long list follow in idle time, or when one of them is needed.
    draw(json) {
      busy(this.idle);
      this.rows.clear();
      this.host.replaceChildren();
      this.pending = JSON.parse(json);
      this.more(8);
      this.tab = null;
      this.stop(this.rows.get(this.selected) ?? this.host.querySelector("[data-row]"));
    }

    more(groups) {
      const page = document.createDocumentFragment();
      for (let n = 0; n < groups && this.pending.length; n++) {
        const group = page.appendChild(this.group());
        group.append(...this.pending.splice(0, GROUP).map((row) => this.row(row)));
      }
      this.host.append(page);
      if (this.pending.length) this.idle = idle(() => this.more(4), { timeout: 500 });
    }

    all() {
      busy(this.idle);
      this.more(Infinity);
    }

    put(json, before) {
      this.all();
      const row = JSON.parse(json);
      const old = this.rows.get(row[0]);
      const focused = old && document.activeElement === old;
      const item = this.row(row);
      const next = this.rows.get(before)?.parentNode;
      if (next) next.before(item);
      else this.lastGroup().append(item);
      if (old) this.drop(old.parentNode);
      if (this.tab === old) this.tab = null;
      if (focused) item.firstChild.focus({ preventScroll: true });
      if (!this.tab) this.stop(item.firstChild);
    }

    remove(id) {
      this.all();
      const button = this.rows.get(id);
      if (!button) return;
      const next = this.neighbour(button, 1) ?? this.neighbour(button, -1);
      const focused = document.activeElement === button;
      this.rows.delete(id);
      this.drop(button.parentNode);
      if (this.tab !== button) return;
      this.tab = null;
      this.stop(next);
      if (focused) next?.focus();
    }

    group() {
      const group = part("div", "rows");
      group.setAttribute("role", "presentation");
      return group;
    }

    lastGroup() {
      const last = this.host.lastElementChild;
      return last && last.childElementCount < 2 * GROUP ? last : this.host.appendChild(this.group());
    }

    drop(item) {
      const group = item.parentNode;
      item.remove();
      if (group.childElementCount === 0) group.remove();
    }

    // The button a step up or down, across groups.
    neighbour(button, by) {
      const side = by > 0 ? "nextElementSibling" : "previousElementSibling";
      const edge = by > 0 ? "firstElementChild" : "lastElementChild";
      const item = button.parentNode;
      return (item[side] ?? item.parentNode[side]?.[edge])?.firstChild;
    }

    select(id) {
      this.rows.get(this.selected)?.removeAttribute("aria-current");
      this.selected = id;
      if (id && !this.rows.has(id)) this.all();
      const button = this.rows.get(id);
      if (!button) return;
      button.setAttribute("aria-current", "true");
      this.stop(button);
      this.bring(button.parentNode);
    }

    // Scrolls the list, never the page around it.
    bring(item) {
      let box = this.host;
      while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
      if (!box || box === document.documentElement || box === document.body) return;
      const outer = box.getBoundingClientRect();
      const inner = item.getBoundingClientRect();
      if (inner.top < outer.top) box.scrollTop += inner.top - outer.top - 8;
      else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8;
    }

    focus() {
      (this.rows.get(this.selected) ?? this.tab)?.focus();
    }

    // [id, name, classes, letter, hue, quotation, number, detail]
    row([id, name, classes, letter, hue, quotation, number, detail]) {
      const item = part("div", "row");
      item.setAttribute("role", "listitem");
      const button = part("button", "row-button " + classes);
      button.type = "button";
      button.tabIndex = -1;
      button.dataset.row = id;
      button.style.setProperty("--hue", hue);
      const chip = part("span", "row-chip", letter);
      chip.setAttribute("aria-hidden", "true"); // the name of the label stands in the row
      const words = part("span", "row-words", quotation);
      const foot = part("span", "row-foot");
      foot.append(part("span", "row-name", name));
      if (detail) foot.append(part("span", "row-detail", detail));
      button.append(chip, words, foot);
      if (number) button.append(part("span", "row-number", String(number)));
      if (id === this.selected) button.setAttribute("aria-current", "true");
      item.append(button);
      this.rows.set(id, button);
      return item;
    }

    // The one row that Tab reaches; arrow keys lead to the others.
    stop(button) {
      if (!button || button === this.tab) return;
      if (this.tab) this.tab.tabIndex = -1;
      button.tabIndex = 0;
      this.tab = button;
    }

    walk(e) {
      if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      const button = e.target.closest("[data-row]");
      const to = {
        ArrowDown: () => this.neighbour(button, 1),
        ArrowUp: () => this.neighbour(button, -1),
        Home: () => this.host.querySelector("[data-row]"),
        End: () => this.all() ?? this.host.lastElementChild.lastElementChild.firstChild,
      }[e.key];
      if (!button || !to) return;
      e.preventDefault();
      e.stopPropagation();
      to()?.focus();
    }
  }

  galley.list = { create: (host, call) => new List(host, call) };
})();
