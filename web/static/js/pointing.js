// Listens to mouse, finger and keys in one article for painter.js, and calls Go with what they mean: "selected",
// "cleared", "span", "background", "fold", "hover", and "grab", "drag", "drop", "release" for the handles.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const REST = 250; // ms without a change before a selection made by finger counts as made
  const MOVED = 3; // px: a press that moves further is no click

  const caretAt = (x, y) => {
    if (document.caretPositionFromPoint) {
      const at = document.caretPositionFromPoint(x, y);
      return at && [at.offsetNode, at.offset];
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return range && [range.startContainer, range.startOffset];
  };

  galley.pointing = (painter, signal) => {
    selecting(painter, signal);
    clicking(painter, signal);
    hovering(painter, signal);
    dragging(painter, signal);
    caretWalking(painter, signal);
    painter.host.addEventListener("beforematch", (e) => {
      const button = e.target.previousElementSibling;
      if (button?.dataset.fold && button.getAttribute("aria-expanded") === "false") {
        painter.call("fold", Number(button.dataset.fold));
      }
    }, { signal, capture: true });
  };

  // ---- a stretch is marked ----------------------------------------------------------------------------------------

  function selecting(painter, signal) {
    const { host } = painter;
    let known = ""; // what Go was told last
    let exact = false;
    let press = null; // the mouse button is down since
    let timer = 0;

    const key = (marked) => {
      if (!marked) return "";
      return marked.map(([node, offset]) => {
        const { index, units } = painter.place(node, offset);
        return index + ":" + units;
      }).join("-");
    };
    painter.settle = () => {
      clearTimeout(timer);
      timer = 0;
      known = key(painter.marked());
    };
    const tell = (always) => {
      clearTimeout(timer);
      timer = 0;
      const marked = painter.marked();
      const now = key(marked);
      if (now === known && !(always && now)) return;
      known = now;
      if (!marked) painter.call("cleared");
      else painter.call("selected", ...marked.flatMap(galley.painter.told), exact);
    };
    painter.tell = () => tell();
    const held = (e) => { exact = e.altKey; };

    addEventListener("pointerdown", (e) => {
      held(e);
      if (e.pointerType === "mouse" && e.button === 0) press = { x: e.clientX, y: e.clientY };
    }, { signal, capture: true });
    addEventListener("mouseup", (e) => {
      if (e.button !== 0 || !press) return;
      held(e);
      const moved = Math.hypot(e.clientX - press.x, e.clientY - press.y) > MOVED;
      press = null;
      if (moved || e.detail > 1 || e.shiftKey) tell(moved && host.contains(e.target));
    }, { signal, capture: true });
    addEventListener("dragend", () => { press = null; }, { signal, capture: true });
    document.addEventListener("selectionchange", () => {
      if (press) return;
      clearTimeout(timer);
      timer = setTimeout(tell, painter.marked() ? REST : 0);
    }, { signal });
    // Whatever a key press does, it does to the stretch that is marked on screen: waiting for REST must not lose it.
    addEventListener("keydown", (e) => {
      held(e);
      if (timer && !/^(Arrow|Home|End|Page|Shift|Alt|Control)/.test(e.key)) tell();
    }, { signal, capture: true });
    addEventListener("keyup", (e) => {
      if (timer && e.key !== "Alt") tell();
      held(e);
    }, { signal, capture: true });
  }

  // ---- a mark is clicked ------------------------------------------------------------------------------------------

  function clicking(painter, signal) {
    const { host } = painter;
    let last = null; // {x, y, ids, i}
    host.addEventListener("click", (e) => {
      if (e.button !== 0 || painter.dragged) return;
      const button = e.target.closest("[data-fold]");
      if (button) {
        painter.call("fold", Number(button.dataset.fold));
        return;
      }
      if (e.detail > 1 || painter.marked()) return;
      painter.tell(); // that nothing is marked any more, before what was clicked
      const ids = [];
      for (let el = e.target; el && el !== host; el = el.parentElement) {
        const id = el.dataset.span;
        if (id && !ids.includes(id)) ids.push(id);
      }
      if (ids.length === 0) {
        last = null;
        painter.call("background");
        return;
      }
      const again = last && Math.hypot(e.clientX - last.x, e.clientY - last.y) <= galley.painter.near
        && last.ids === ids.join(" ") && painter.selected === ids[last.i];
      last = { x: e.clientX, y: e.clientY, ids: ids.join(" "), i: again ? (last.i + 1) % ids.length : 0 };
      painter.call("span", ids[last.i], e.shiftKey || e.ctrlKey || e.metaKey);
    }, { signal });
  }

  // ---- the pointer is on a mark -----------------------------------------------------------------------------------

  function hovering(painter, signal) {
    const { host } = painter;
    const on = (id) => {
      if (id === painter.hovered) return;
      painter.hover(id);
      painter.call("hover", id);
    };
    // Moves, not "over": a mark drawn under a pointer that rests was not pointed at, and must not cost the frame anything.
    host.addEventListener("pointermove", (e) => {
      if (e.pointerType !== "touch" && e.buttons === 0) on(e.target.closest("[data-span]")?.dataset.span ?? "");
    }, { signal, passive: true });
    host.addEventListener("pointerleave", () => on(""), { signal, passive: true });
  }

  // ---- an edge is dragged -----------------------------------------------------------------------------------------

  function dragging(painter, signal) {
    const { host } = painter;
    host.addEventListener("pointerdown", (e) => {
      const handle = e.target.closest("[data-handle]");
      if (!handle || e.button !== 0) return;
      e.preventDefault();
      const last = handle.dataset.handle === "last";
      const box = handle.getBoundingClientRect();
      const drag = {
        id: painter.selected, last, handle, fragment: Number(handle.dataset.fragment), pointer: e.pointerId,
        dx: e.clientX - (box.left + box.right) / 2, from: e.clientY, middle: (box.top + box.bottom) / 2,
        at: null, frame: 0, exact: e.altKey,
      };
      const els = painter.fragments(drag.id).get(drag.fragment);
      const nodes = (el) => {
        const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
        const all = [];
        while (walk.nextNode()) all.push(walk.currentNode);
        return all;
      };
      const other = last ? nodes(els[0])[0] : nodes(els.at(-1)).at(-1);
      painter.call("grab", ...galley.painter.told([other, last ? 0 : other.length]));
      handle.setPointerCapture(e.pointerId);
      host.classList.add("dragging");
      painter.dragged = true;
      follow(painter, drag);
    }, { signal });
  }

  function follow(painter, drag) {
    const over = new AbortController();
    const look = () => {
      drag.frame = 0;
      // The knob is outside its line. A hand that stays at it means that line; one that goes a line further means the next
      // one, whether it points at the words or, as a finger does, keeps its distance: half of the distance serves both.
      const y = drag.y - (drag.from - drag.middle) / 2;
      const at = caretAt(drag.x - drag.dx, y);
      const point = at && painter.host.contains(at[0]) && painter.point(...at);
      if (!point) return;
      drag.at = galley.painter.told(point);
      painter.call("drag", drag.id, drag.last, ...drag.at, drag.exact, drag.fragment);
    };
    const end = (kind) => {
      over.abort();
      cancelAnimationFrame(drag.frame);
      if (drag.frame && kind === "drop") look();
      painter.host.classList.remove("dragging");
      setTimeout(() => { painter.dragged = false; }); // after the click that ends the drag
      if (kind === "drop" && drag.at) painter.call("drop", drag.id, drag.last, ...drag.at, drag.exact, drag.fragment);
      else painter.call("release");
    };
    const on = (name, f) => addEventListener(name, f, { signal: over.signal, capture: true });
    on("pointermove", (e) => {
      if (e.pointerId !== drag.pointer) return;
      [drag.x, drag.y, drag.exact] = [e.clientX, e.clientY, e.altKey];
      drag.frame ||= requestAnimationFrame(look);
    });
    on("pointerup", (e) => e.pointerId === drag.pointer && end("drop"));
    on("pointercancel", (e) => e.pointerId === drag.pointer && end("release"));
    on("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.preventDefault();
      e.stopPropagation();
      end("release");
    });
  }

  // ---- a caret for the keyboard -----------------------------------------------------------------------------------

  // The caret walks through the article while the article has the focus by the Tab key or was asked to by a key. Where it
  // goes is Go's to say, but for lines: only the browser knows where they end.
  function caretWalking(painter, signal) {
    const { host, caret } = painter;
    const selection = document.getSelection();
    let tabbed = false;
    let walks = false;
    let resume = false; // it walked when the focus went elsewhere
    addEventListener("keydown", (e) => { tabbed = e.key === "Tab"; }, { signal, capture: true });
    addEventListener("pointerdown", () => {
      tabbed = resume = false;
      walk(false);
    }, { signal, capture: true });
    const walk = (on) => {
      walks = on;
      host.classList.toggle("walking", on);
      if (on) start();
      show();
    };
    const inText = () => selection.rangeCount > 0 && host.contains(selection.focusNode);
    const show = () => {
      caret.hidden = !walks || selection.rangeCount === 0 || !host.contains(selection.focusNode);
      if (caret.hidden) return;
      const range = document.createRange();
      range.setStart(selection.focusNode, selection.focusOffset);
      const box = range.getClientRects()[0] ?? range.startContainer.parentElement.getBoundingClientRect();
      const origin = painter.overlay.getBoundingClientRect();
      caret.style.setProperty("--x", box.left - origin.left + "px");
      caret.style.setProperty("--y", box.top - origin.top + "px");
      caret.style.setProperty("--h", box.height + "px");
      caret.scrollIntoView({ block: "nearest", behavior: "instant" });
    };
    const start = () => {
      if (inText()) return;
      const first = painter.blocks.find(({ el, fold }) => fold < 0 && el.getBoundingClientRect().bottom > 80);
      const node = first?.nodes.find((n) => !n.parentNode.classList.contains("closed"));
      if (node) selection.collapse(node, 0);
    };
    caret.hidden = true;
    host.addEventListener("focus", () => walk(tabbed || resume), { signal });
    host.addEventListener("blur", () => {
      resume = walks;
      walk(false);
    }, { signal });
    document.addEventListener("selectionchange", show, { signal });

    painter.walking = () => walks;
    painter.leave = () => {
      resume = false;
      walk(false);
    };
    // Anchor and focus as Go counts them; null while there is no caret in the text.
    painter.caretPlace = () => {
      if (walks) start();
      if (!inText()) return null;
      const ends = [
        painter.point(selection.anchorNode, selection.anchorOffset), painter.point(selection.focusNode, selection.focusOffset),
      ];
      return ends.every(Boolean) ? ends.flatMap(galley.painter.told) : null;
    };
    // The caret goes to the end of a range, or with back to its start, and marks it.
    painter.putCaret = (range, back) => {
      const start = seen(range.startContainer, range.startOffset);
      const end = range.collapsed ? start : [range.endContainer, range.endOffset];
      if (document.activeElement !== host) host.focus({ preventScroll: true });
      selection.setBaseAndExtent(...(back ? [...end, ...start] : [...start, ...end]));
      painter.settle();
      if (!walks) walk(true);
      else show();
    };
    painter.moveLine = (direction, edge, extend) => {
      start();
      selection.modify(extend ? "extend" : "move", direction, edge ? "lineboundary" : "line");
      painter.settle();
    };
    // The blanks that end a block take no room: the caret stands before them.
    const seen = (node, offset) => {
      const run = node.parentNode;
      if (!run.classList.contains("closed")) return [node, offset];
      const block = painter.blocks[Number(run.closest("[data-block]").dataset.block)];
      const before = block.nodes[block.nodes.indexOf(node) - 1];
      return before && offset === 0 ? [before, before.length] : [node, offset];
    };
  }
})();
