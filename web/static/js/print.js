// Puts below a printed article what the screen shows in its margin: the meaning of the signs, and who said what. It is
// built in the moment of printing, at once, because the browser takes its picture right after.
"use strict";

(() => {
  const galley = (window.galley ??= {});
  const make = (name, className, text) => {
    const el = document.createElement(name);
    if (className) el.className = className;
    if (text) el.textContent = text;
    return el;
  };

  galley.print = (json, words) => {
    document.querySelector(".print")?.remove();
    const { legend, notes } = JSON.parse(json);
    if (!legend) return;
    const section = make("section", "print");
    const list = make("ul", "print-legend");
    for (const { name, letter, family, hue } of legend) {
      const sample = make("span", `sample family-${family} hue-${hue}`);
      sample.append(make("span", "sample-letter", letter));
      const item = make("li");
      item.append(sample, name);
      list.append(item);
    }
    section.append(make("h2", "", words.legend), list);
    if (notes) {
      const lines = make("ul", "print-notes");
      for (const { n, name, quote, detail, note } of notes) {
        const item = make("li");
        item.append(make("b", "", n ? String(n) : "–"), make("span", "print-name", name + ": "), make("q", "", quote));
        if (detail) item.append(" — " + detail);
        if (note) item.append(make("em", "print-note", note));
        lines.append(item);
      }
      section.append(make("h2", "", words.notes), lines);
    }
    document.body.append(section);
  };
})();
