// Screenshots of every page in every state: test-results/pictures/<device>-<scheme>/. `npm run gallery`.
import { expect, test } from '../support/fixtures';
import { SCENES, openScene } from '../support/states';

for (const [n, scene] of SCENES.entries()) {
  test(`${scene.name} @gallery`, async ({ applicant, page, sandbox, pageErrors }, { project }) => {
    pageErrors.expect(...(scene.expectedErrors ?? []));
    await openScene(scene, applicant, sandbox);
    const code = page.locator('.qr img:visible');
    if (await code.count()) await expect(code).toHaveJSProperty('complete', true);
    const number = String(n + 1).padStart(2, '0');
    await page.screenshot({ path: `test-results/pictures/${project.name}/${number}-${scene.name}.png`, fullPage: true });
  });
}
