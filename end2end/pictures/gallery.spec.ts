// A picture of every page in every state: test-results/pictures/<device>-<scheme>/. `npm run gallery`.
import { expect, test } from '../support/fixtures';
import { SCENES, enter } from '../support/states';

for (const [n, scene] of SCENES.entries()) {
  test(`${scene.name} @gallery`, async ({ applicant, page, sandbox, watch }, { project }) => {
    watch.expect(...(scene.provokes ?? []));
    await enter(scene, applicant, sandbox);
    const code = page.locator('.qr img:visible');
    if (await code.count()) await expect(code).toHaveJSProperty('complete', true);
    const number = String(n + 1).padStart(2, '0');
    await page.screenshot({ path: `test-results/pictures/${project.name}/${number}-${scene.name}.png`, fullPage: true });
  });
}
