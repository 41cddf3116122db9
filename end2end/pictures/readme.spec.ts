// Screenshots of the README. `npm run pictures` writes them to docs/pictures.
import { expect, test } from '../support/fixtures';
import { SCENES, openScene } from '../support/states';

/** Scene, device and file name of each screenshot. */
const PICTURES = [
  ['start', 'desktop-light', 'start'],
  ['name-mistakes', 'desktop-light', 'name-errors'],
  ['documents', 'desktop-light', 'documents'],
  ['documents', 'phone-dark', 'documents-phone'],
  ['approved', 'desktop-light', 'approved'],
] as const;

for (const [name, device, file] of PICTURES) {
  const scene = SCENES.find((scene) => scene.name === name);
  test(`${file} @readme`, async ({ applicant, page, sandbox }, { project }) => {
    test.skip(project.name !== device, 'taken on another device');
    if (!scene) throw new Error(`no scene ${name}`);
    await page.setViewportSize(device.startsWith('phone') ? { width: 375, height: 1150 } : { width: 900, height: 1000 });
    await openScene(scene, applicant, sandbox);
    const code = page.locator('.qr img:visible');
    if (await code.count()) await expect(code).toHaveJSProperty('complete', true);
    await page.screenshot({ path: `../docs/pictures/${file}.png` });
  });
}
