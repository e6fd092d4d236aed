// When something may happen. In JavaScript, so that a frame that is only waited for is not held up by the program.
"use strict";

window.galley ??= {};

// Calls f when the frame after the next begins: the next one is on the screen then.
galley.afterPaint = (f) => requestAnimationFrame(() => requestAnimationFrame(f));
