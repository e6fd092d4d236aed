// Builds the article's elements from the tokens that package painter writes, and tells it where the person points. It
// decides nothing: what is a word, what a click means and what is drawn is settled in Go. Positions are a text node
// (its data-at is a code point that Go knows) and UTF-16 units into it.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const TAGS = { headline: "h1", subhead: "h2" };
  const NEAR = 6; // px: two clicks this close are at one place
  // Blocks off screen are not laid out, in stretches of about two screens: the browser looks at each stretch in every
  // frame of a scroll, and at each block that is a long way.
  const STRETCH = 60; // lines

  const make = (name, className) => {
    const el = document.createElement(name);
    if (className) el.className = className;
    return el;
  };
  // A place between two characters: an empty element of the line, which is not in the way of anything.
  const tip = () => document.createElement("span");
  const isMark = (el) => el.dataset.span !== undefined;
  // Safari has no idle time to ask for.
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 30));
  const busy = window.cancelIdleCallback ?? clearTimeout;
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // An index of elements under a key, in no order.
  class Index extends Map {
    put(key, el) {
      const list = this.get(key);
      if (list) list.push(el);
      else this.set(key, [el]);
    }
    drop(key, el) {
      const list = this.get(key);
      const i = list.indexOf(el);
      if (list.length === 1) this.delete(key);
      else list.splice(i, 1);
    }
    all(key) {
      return this.get(key) ?? [];
    }
    // In the order of the document.
    sorted(key) {
      return this.all(key).sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    }
  }

  class Painter {
    constructor(host, call, lang) {
      this.host = host;
      this.call = call;
      this.blocks = []; // {el, role, fold, nodes: [Text], marks: [[id, numbers, el]]}
      this.spans = new Index();
      this.numbers = new Index();
      this.shares = new Map(); // span → the numbers it shares with others
      this.kin = new Set();
      this.patterns = new Map();
      this.selected = this.hovered = "";
      this.roles = {};
      this.foldLabels = {}; // of furniture: first block → [closed, open]
      this.unfolded = new Set(); // first blocks; stays over a new drawing
      this.overlay = make("div", "overlay");
      this.overlay.setAttribute("aria-hidden", "true");
      this.caret = make("i", "caret");
      this.lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      this.overlay.append(this.lines, this.caret);
      this.edges = []; // of the selected span: two for each fragment
      this.handleNames = {};
      if (lang) host.lang = lang;
      host.tabIndex = 0;
      host.setAttribute("role", "document");
      host.replaceChildren(this.overlay);
      this.gone = new AbortController();
      galley.pointing(this, this.gone.signal);
      new ResizeObserver((_, observer) => {
        if (this.gone.signal.aborted) observer.disconnect();
        else this.join();
      }).observe(host);
    }

    close() {
      this.gone.abort();
      CSS.highlights?.delete("galley-preview");
      this.clear();
      this.host.replaceChildren();
    }

    // ---- drawing ------------------------------------------------------------------------------------------------

    clear() {
      busy(this.idle);
      this.host.replaceChildren(this.overlay);
      this.blocks.length = 0;
      this.spans.clear();
      this.numbers.clear();
      this.shares.clear();
      this.group = this.line = this.stretch = null;
      this.join();
    }

    // Where the next block goes that is no furniture, or the next furniture. A new stretch begins between paragraphs,
    // which nothing in the style sheet joins.
    stretchFor(page, role, lines) {
      const now = this.stretch;
      const full = now && now.lines >= STRETCH && ((role === "body" && now.role === "body") || now.lines >= 4 * STRETCH);
      if (!now || (full && !this.line)) {
        this.stretch = { el: make("div", "stretch"), lines: 0, blocks: 0 };
        page.append(this.stretch.el);
      }
      const { el } = this.stretch;
      this.stretch.role = role;
      el.style.setProperty("--lines", (this.stretch.lines += lines));
      el.style.setProperty("--blocks", ++this.stretch.blocks);
      return el;
    }

    append(json, folds, more) {
      Object.assign(this.foldLabels, JSON.parse(folds));
      const page = document.createDocumentFragment();
      for (const [index, role, start, fold, lines, runin, tokens] of JSON.parse(json)) {
        const parent = fold < 0 ? this.stretchFor(page, role, lines) : this.furniture(page, fold);
        const block = { el: null, role, fold, nodes: [], marks: [], signs: [] };
        if (runin) {
          this.line = make("p", "line");
          this.line.style.setProperty("--lines", lines);
          parent.append(this.line);
        }
        block.el = make(this.line ? "span" : (TAGS[role] ?? "p"));
        (this.line ?? parent).append(block.el);
        if (!runin) this.line = null;
        block.el.dataset.block = index;
        block.el.dataset.role = role;
        block.el.dataset.start = start;
        block.el.dir = "auto";
        block.el.dataset.roleName = this.roles[role] ?? "";
        block.el.style.setProperty("--lines", lines);
        this.blocks[index] = block;
        this.fill(block, tokens);
      }
      this.overlay.before(page);
      if (more) this.idle = idle(() => this.call("more"), { timeout: 500 });
      else this.hold();
    }

    redraw(json) {
      const list = JSON.parse(json);
      const kept = this.keep(list.map(([index]) => index));
      for (const [index, , , , , , tokens] of list) {
        const block = this.blocks[index];
        for (const [id, numbers, el] of block.marks) {
          this.spans.drop(id, el);
          for (const number of numbers) this.numbers.drop(number, el);
        }
        block.nodes.length = block.marks.length = 0;
        this.fill(block, tokens);
      }
      this.hold();
      if (kept) document.getSelection().setBaseAndExtent(...this.at(kept[0]), ...this.at(kept[1]));
      if (this.lines.firstChild) requestAnimationFrame(() => this.join());
    }

    fill(block, tokens) {
      const page = document.createDocumentFragment();
      const stack = [{ el: page, end: null }];
      block.signs = [];
      for (let i = 0; i < tokens.length; i++) {
        const token = tokens[i];
        if (token < 0 && typeof token === "number") {
          for (let n = token; n < 0; n++) {
            const { el, end } = stack.pop();
            if (end) el.append(end);
          }
        } else if (typeof token === "object" && token) {
          const mark = this.mark(block, token);
          stack.at(-1).el.append(mark.el);
          stack.push(mark);
        } else {
          const run = document.createElement("span");
          if (token === null) {
            run.className = "closed";
            i++;
          }
          run.setAttribute("data-at", tokens[i]);
          const node = document.createTextNode(tokens[++i]);
          run.append(node);
          stack.at(-1).el.append(run);
          block.nodes.push(node);
        }
      }
      page.append(...block.signs);
      block.el.replaceChildren(page);
    }

    // The element of a mark, and the tip to put at its end.
    mark(block, [id, classes, chip, hue, name, number, label, shift, fragment, ...more]) {
      const el = this.pattern(classes, hue, name, label).cloneNode(false);
      const numbers = number ? [number, ...more] : more;
      this.shares.set(id, numbers);
      this.enter(block, id, numbers, el);
      el.setAttribute("data-span", id);
      if (fragment) el.setAttribute("data-fragment", fragment);
      if (number) el.setAttribute("data-number", number);
      const has = (word) => el.classList.contains(word);
      const sign = (kind, anchor) => this.sign(block, id, numbers, hue, kind, anchor);
      if (has("quote")) sign("rule " + classes, el);
      if (has("first")) {
        const start = () => el.appendChild(tip());
        if (has("claim") && has("v-yes")) sign("flag", start()).style.setProperty("--shift", shift);
        if (has("entity") || has("plain")) {
          const tag = sign("tag " + classes, start());
          tag.dataset.name = name;
          tag.dataset.label = label;
        }
      }
      if (!chip || !has("last")) return { el, end: null };
      const end = tip();
      const letter = sign("chip", end);
      letter.dataset.chip = chip;
      if (shift) letter.style.setProperty("--shift", shift);
      return { el, end };
    }

    enter(block, id, numbers, el) {
      if (id === this.selected) el.classList.add("sel");
      if (id === this.hovered) el.classList.add("hover");
      else if (numbers.some((n) => this.kin.has(n))) el.classList.add("kin");
      this.spans.put(id, el);
      for (const number of numbers) this.numbers.put(number, el);
      block.marks.push([id, numbers, el]);
    }

    // A letter, flag or rule that belongs to a mark. It stands at the end of the block and is anchored to where it
    // belongs: anything between two characters, even without room, would keep them from being set as a pair, and a
    // mark would push the line about.
    sign(block, id, numbers, hue, kind, anchor) {
      const el = make("i", "sign " + kind);
      el.classList.remove("m");
      const name = "--at-" + block.signs.length;
      anchor.style.setProperty("anchor-name", name);
      el.style.setProperty("position-anchor", name);
      el.style.setProperty("--hue", hue);
      this.enter(block, id, numbers, el);
      block.signs.push(el);
      return el;
    }

    // What all marks of a kind have in common; copying it is faster than making it.
    pattern(classes, hue, name, label) {
      const key = `${classes} ${hue} ${label} ${name}`;
      let el = this.patterns.get(key);
      if (!el) {
        el = make("span", classes);
        el.setAttribute("data-label", label);
        el.setAttribute("data-name", name);
        el.style.setProperty("--hue", hue);
        this.patterns.set(key, el);
      }
      return el;
    }

    // The grey line with the furniture behind it; made with its first block.
    furniture(page, first) {
      if (this.group?.first !== first) {
        const el = make("div", "furniture");
        const button = make("button");
        button.type = "button";
        button.dataset.fold = first;
        const body = make("div", "folded");
        const open = this.unfolded.has(first);
        if (!open) body.setAttribute("hidden", "until-found");
        el.append(button, body);
        this.stretchFor(page, "furniture", 2).append(el);
        this.group = { first, body };
        this.labelFold(button, open);
      }
      return this.group.body;
    }

    labelFold(button, open) {
      const label = this.foldLabels[button.dataset.fold]?.[open ? 1 : 0] ?? "";
      button.dataset.words = label;
      button.setAttribute("aria-label", label);
      button.setAttribute("aria-expanded", open);
    }

    fold(first, open) {
      if (open) this.unfolded.add(first);
      else this.unfolded.delete(first);
      const button = this.host.querySelector(`[data-fold="${first}"]`);
      if (!button) return;
      const body = button.nextElementSibling;
      if (open) body.removeAttribute("hidden");
      else body.setAttribute("hidden", "until-found");
      this.labelFold(button, open);
      this.join();
    }

    // ---- words --------------------------------------------------------------------------------------------------

    words({ roles, start, end, article, keys }) {
      this.roles = roles;
      if (article) this.host.setAttribute("aria-label", article);
      if (keys) this.host.setAttribute("aria-description", keys);
      this.handleNames = { first: start, last: end };
      for (const { handle } of this.edges) handle.title = this.handleNames[handle.dataset.handle];
    }

    relabel(folds) {
      this.foldLabels = JSON.parse(folds);
      for (const { el, role } of this.blocks) if (el) el.dataset.roleName = this.roles[role] ?? "";
      for (const button of this.host.querySelectorAll("[data-fold]")) {
        this.labelFold(button, button.getAttribute("aria-expanded") === "true");
      }
    }

    labels(on) {
      this.host.classList.toggle("labels", on);
    }

    // ---- selected and hovered spans -----------------------------------------------------------------------------

    select(id) {
      for (const el of this.spans.all(this.selected)) el.classList.remove("sel");
      this.selected = id;
      for (const el of this.spans.all(id)) el.classList.add("sel");
      this.hold();
      this.join();
    }

    // The elements of a span in the order of the document, without its signs.
    pieces(id) {
      return this.spans.sorted(id).filter(isMark);
    }

    // The elements of a span by fragment: [number, elements], the number 0 for a span of one.
    fragments(id) {
      const parts = new Map();
      for (const el of id ? this.pieces(id) : []) {
        const number = Number(el.dataset.fragment ?? 0);
        if (parts.has(number)) parts.get(number).push(el);
        else parts.set(number, [el]);
      }
      return parts;
    }

    // Puts the handles where the fragments of the selected span begin and end.
    hold() {
      for (const { tip, handle } of this.edges) {
        tip.remove();
        handle.remove();
      }
      let n = 0;
      for (const [number, els] of this.fragments(this.selected)) {
        for (const [edge, el] of [["first", els[0]], ["last", els.at(-1)]]) {
          const { tip, handle } = (this.edges[n] ??= this.edge(edge, n));
          handle.dataset.fragment = number;
          if (edge === "first") el.prepend(tip);
          else el.append(tip);
          el.closest("[data-block]").append(handle);
          n++;
        }
      }
    }

    edge(edge, n) {
      const handle = make("i", "handle " + edge);
      handle.dataset.handle = edge;
      handle.setAttribute("aria-hidden", "true");
      handle.title = this.handleNames[edge] ?? "";
      const place = tip();
      for (const [el, property] of [[place, "anchor-name"], [handle, "position-anchor"]]) {
        el.style.setProperty(property, `--edge-${n}`);
      }
      return { tip: place, handle };
    }

    hover(id) {
      if (id === this.hovered) return;
      for (const el of this.spans.all(this.hovered)) el.classList.remove("hover");
      for (const n of this.kin) for (const el of this.numbers.all(n)) el.classList.remove("kin");
      this.hovered = id;
      this.kin = new Set(this.shares.get(id));
      for (const n of this.kin) for (const el of this.numbers.all(n)) el.classList.add("kin");
      for (const el of this.spans.all(id)) el.classList.replace("kin", "hover") || el.classList.add("hover");
      this.join();
    }

    // Fine lines from a quote to its speaker, cue … while one of them is hovered or selected.
    join() {
      cancelAnimationFrame(this.frame);
      const wanted = new Set([this.hovered, this.selected].flatMap((id) => this.shares.get(id) ?? []));
      if (wanted.size === 0) {
        this.lines.replaceChildren();
        return;
      }
      this.frame = requestAnimationFrame(() => {
        const origin = this.overlay.getBoundingClientRect();
        const paths = [];
        const tracks = new Map(); // a span's track in the margin: all its lines share it
        for (const number of wanted) paths.push(...this.threads(number, origin, tracks));
        this.lines.replaceChildren(...paths);
      });
    }

    threads(number, origin, tracks) {
      const els = this.numbers.sorted(number).filter(isMark);
      const quote = els.find((el) => el.classList.contains("quote"));
      if (!quote) return [];
      const seen = new Set([quote.dataset.span]);
      const paths = [];
      for (const el of els) {
        if (seen.has(el.dataset.span) || el.classList.contains("quote")) continue;
        seen.add(el.dataset.span);
        const from = spots(el)[0];
        const to = spots(quote).reduce(
          (best, r) => (!best || Math.abs(r.top - from.top) < Math.abs(best.top - from.top) ? r : best), null);
        if (!from || !to || (from.far && to.far)) continue;
        const near = !from.far && !to.far && Math.abs(to.top - from.top) < 2 * from.height;
        if (!tracks.has(el.dataset.span)) tracks.set(el.dataset.span, tracks.size);
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("d", near ? thread(from, to, origin) : this.detour(from, to, quote, origin, tracks.get(el.dataset.span)));
        path.style.setProperty("--hue", el.style.getPropertyValue("--hue"));
        paths.push(path);
      }
      return paths;
    }

    // A line to a quote some lines away: between the lines to the margin, there along, and to the quote's rule. So it
    // never crosses words, and the quotes of one speaker hang on one line.
    detour(from, to, quote, origin, track) {
      const rtl = getComputedStyle(quote.closest("[data-block]")).direction === "rtl";
      const rule = this.spans.all(quote.dataset.span).find((el) => el.classList.contains("rule"))?.getBoundingClientRect();
      const above = to.top < from.top;
      const out = 5 + 4 * (track % 3);
      const edge = rule && rule.height ? (rtl ? rule.right : rule.left) : rtl ? to.right + 14 : to.left - 14;
      const x1 = Math.round((from.left + from.right) / 2 - origin.left) + 0.5;
      const x2 = Math.round(Math.min(origin.width - 1, Math.max(1, edge - origin.left + (rtl ? out : -out)))) + 0.5;
      const y1 = Math.round((above ? from.top - 1 : from.bottom + 1) - origin.top) + 0.5;
      const y2 = Math.round((to.top + to.bottom) / 2 - origin.top) + 0.5;
      const start = from.far ? `M${x2} ${y1}` : `M${x1} ${Math.round((above ? from.top : from.bottom) - origin.top)}V${y1}H${x2}`;
      if (to.far) return start + `V${y2}`;
      return start + `V${y2}H${Math.round(edge - origin.left)}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`;
    }

    // ---- positions ----------------------------------------------------------------------------------------------

    // The text node and units of a place that Go has found.
    node(block, piece, units) {
      const node = this.blocks[block].nodes[piece];
      return [node, Math.min(units, node.length)];
    }

    range(b1, p1, u1, b2, p2, u2) {
      const range = document.createRange();
      range.setStart(...this.node(b1, p1, u1));
      range.setEnd(...this.node(b2, p2, u2));
      return range;
    }

    // The text node and units at a point of the document: the point itself inside a text node, else the start of the
    // first text node behind it.
    point(container, offset) {
      if (container.nodeType === Node.TEXT_NODE && container.parentNode.hasAttribute("data-at")
        && this.host.contains(container)) return [container, offset];
      const point = document.createRange();
      point.setStart(container, offset);
      const behind = (node) => point.comparePoint(node, node.length) > 0;
      let low = 0;
      let high = this.blocks.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (behind(this.blocks[middle].nodes.at(-1))) high = middle;
        else low = middle + 1;
      }
      if (low === this.blocks.length) {
        const last = this.blocks.at(-1)?.nodes.at(-1);
        return last ? [last, last.length] : null;
      }
      return [this.blocks[low].nodes.find(behind), 0];
    }

    // What is marked in the article: [text node, units] of both ends, or null.
    marked() {
      const selection = document.getSelection();
      if (selection.rangeCount === 0 || selection.isCollapsed || this.blocks.length === 0) return null;
      const range = selection.getRangeAt(0);
      if (!range.intersectsNode(this.host)) return null;
      const start = this.point(range.startContainer, range.startOffset);
      const end = this.point(range.endContainer, range.endOffset);
      if (!start || !end || (start[0] === end[0] && start[1] === end[1])) return null;
      return [start, end];
    }

    selection() {
      const marked = this.marked();
      return marked && marked.flatMap(told);
    }

    // A point of the selection in a block that is about to be drawn again, as the block and units from its start.
    place(node, offset) {
      const el = node.parentElement?.closest("[data-block]");
      if (!el || !this.host.contains(el) || node.nodeType !== Node.TEXT_NODE) return null;
      const index = Number(el.dataset.block);
      let units = offset;
      for (const other of this.blocks[index].nodes) {
        if (other === node) break;
        units += other.length;
      }
      return { index, units };
    }

    at({ index, units, node, offset }) {
      if (node) return [node, offset];
      for (const other of this.blocks[index].nodes) {
        if (units <= other.length) return [other, units];
        units -= other.length;
      }
      const last = this.blocks[index].nodes.at(-1);
      return [last, last.length];
    }

    // The selection's ends, if one of them lies in a block that is about to be drawn again.
    keep(indexes) {
      const { rangeCount, anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection();
      if (rangeCount === 0) return null;
      const anchor = this.place(anchorNode, anchorOffset);
      const focus = this.place(focusNode, focusOffset);
      const touched = (end) => end && indexes.includes(end.index);
      if (!touched(anchor) && !touched(focus)) return null;
      return [
        touched(anchor) ? anchor : { node: anchorNode, offset: anchorOffset },
        touched(focus) ? focus : { node: focusNode, offset: focusOffset },
      ];
    }

    choose(range) {
      const selection = document.getSelection();
      selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
      this.settle(); // Go knows: it asked
    }

    unmark() {
      if (this.marked() || this.host.contains(document.getSelection().anchorNode)) document.getSelection().removeAllRanges();
      this.settle();
    }

    preview(...places) {
      if (!CSS.highlights) return;
      if (places.length) CSS.highlights.set("galley-preview", new Highlight(this.range(...places)));
      else CSS.highlights.delete("galley-preview");
    }

    // ---- on screen ----------------------------------------------------------------------------------------------

    rect(...places) {
      return box([...this.range(...places).getClientRects()]);
    }

    rectOf(id) {
      return box(this.pieces(id).flatMap((el) => [...el.getClientRects()]));
    }

    reveal(id) {
      const els = this.pieces(id);
      if (els.length) this.bring(els[0]);
    }

    revealAt(...places) {
      this.bring(this.range(...places).startContainer.parentNode);
    }

    // Far away, heights are estimates until they are laid out, and a smooth way there would end beside the goal.
    bring(el) {
      const { top, bottom } = el.getBoundingClientRect();
      const style = getComputedStyle(this.host);
      const above = parseFloat(style.scrollPaddingTop) || 72;
      if (top >= above && bottom <= innerHeight - 48) return;
      const far = top < -innerHeight || bottom > 2 * innerHeight;
      el.scrollIntoView({ block: "center", behavior: far || still() ? "instant" : "smooth" });
      if (far) requestAnimationFrame(() => el.scrollIntoView({ block: "center", behavior: "instant" }));
    }
  }

  const told = ([node, units]) => [Number(node.parentNode.dataset.at), units];

  const box = (rects) => {
    const shown = rects.filter((r) => r.width || r.height);
    if (shown.length === 0) return null;
    const left = Math.min(...shown.map((r) => r.left));
    const top = Math.min(...shown.map((r) => r.top));
    const right = Math.max(...shown.map((r) => r.right));
    const bottom = Math.max(...shown.map((r) => r.bottom));
    return [left, top, right - left, bottom - top];
  };

  // From the word to the nearest point of the quote, along the gap between two lines of text, with a dot on the quote.
  // Where a mark is drawn, line by line. Of a block far off the screen, which may not be laid out, the block's place is
  // near enough.
  const spots = (el) => {
    const box = el.closest("[data-block]").getBoundingClientRect();
    if (box.bottom > -innerHeight && box.top < 2 * innerHeight) return [...el.getClientRects()];
    return [{ far: true, left: box.left, right: box.left, top: box.top, bottom: box.top + 1, height: 1 }];
  };

  const thread = (from, to, origin) => {
    const x1 = Math.round((from.left + from.right) / 2 - origin.left) + 0.5;
    const x2 = Math.max(to.left - origin.left + 6, Math.min(x1, to.right - origin.left - 6));
    const same = Math.abs(to.top - from.top) < 4;
    const above = to.top < from.top;
    const y1 = Math.round((same || above ? from.top : from.bottom) - origin.top);
    const y2 = Math.round((same ? to.top : above ? to.bottom : to.top) - origin.top);
    const gap = (same ? y1 - 2 : above ? y1 - 1 : y1 + 1) + 0.5;
    return `M${x1} ${y1}V${gap}H${x2}V${y2}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`;
  };

  galley.painter = {
    near: NEAR,
    told: (point) => told(point),
    create(host, call, lang) {
      const painter = new Painter(host, call, lang);
      // The names that Go calls.
      return {
        append: (...a) => painter.append(...a),
        redraw: (...a) => painter.redraw(...a),
        clear: () => painter.clear(),
        words: (w) => painter.words(w),
        relabel: (f) => painter.relabel(f),
        labels: (on) => painter.labels(on),
        select: (id) => painter.select(id),
        hover: (id) => painter.hover(id),
        fold: (...a) => painter.fold(...a),
        mark: (...a) => painter.choose(painter.range(...a)),
        unmark: () => painter.unmark(),
        walking: () => painter.walking(),
        focused: () => document.activeElement === host,
        caret: () => painter.caretPlace(),
        putCaret: (back, ...a) => painter.putCaret(painter.range(...a), back),
        moveLine: (...a) => painter.moveLine(...a),
        leave: () => painter.leave(),
        selection: () => painter.selection(),
        preview: (...a) => painter.preview(...a),
        rect: (...a) => painter.rect(...a),
        rectOf: (id) => painter.rectOf(id),
        reveal: (id) => painter.reveal(id),
        revealAt: (...a) => painter.revealAt(...a),
        close: () => painter.close(),
      };
    },
  };
})();
