import { expect, test } from '../fixtures/test';

const PAGES = [
  ['the overview', '/'],
  ['the graph', '/graph'],
  ['the services', '/services'],
  ['a service', '/services/shop/user-service'],
  ['a workload', '/workloads/media/film-v2?tab=configuration'],
  ['the traces', '/traces?service=orders.shop'],
  ['the splits', '/traffic'],
  ['a split', '/traffic?split=linkerd~serviceprofiles~loyalty~rewards.loyalty.svc.cluster.local'],
  ['the meshes', '/meshes'],
  ['the practices', '/practices?open=shop'],
  ['the cost of proxies', '/practices?show=cost'],
] as const;

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  for (const [name, path] of PAGES) {
    test(`${name} fits the width, with every place in sight`, async ({ page }) => {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(wide).toBeLessThanOrEqual(0);
      for (const link of await page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link')
        .all()) {
        await expect(link).toBeInViewport({ ratio: 1 });
      }
      const bar = await page.getByRole('region', { name: 'View' }).boundingBox();
      expect(bar?.height).toBeLessThanOrEqual(100);
    });
  }
});
