// When something may happen. In JavaScript, so that a frame that is only waited for is not held up by the program.
"use strict";

window.galley ??= {};

// Calls f when the next frame is on the screen and a moment has passed: browsers take rendering before everything else,
// so that what is asked for "at once" would come into the next frame's way again.
galley.afterPaint = (f) => requestAnimationFrame(() => setTimeout(f, 20));
