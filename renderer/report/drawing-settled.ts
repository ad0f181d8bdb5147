/** Waits until what was drawn stands still: fonts loaded, two frames shown. Knows no report. */

/** A window that is not shown may get no frames; a timer then takes their place. */
const frameLimitMs = 250;

function frame(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, frameLimitMs);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      done();
    });
  });
}

/** Fonts that the drawn text asks for are loaded, and two frames have passed since. */
export async function settled(): Promise<void> {
  await frame();
  await frame();
  await document.fonts.ready;
  await frame();
  await frame();
}
