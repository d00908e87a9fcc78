import { objectAnswerSchema } from '../../lib/contract/objects';
import { splitsSchema } from '../../lib/contract/splits';
import { expect, test } from '../fixtures/test';

const SPLITTER = 'consul.hashicorp.com~servicesplitters~ServiceSplitter~billing~invoices';

// In both themes within one run: two runs at once would take the same object away.
test('a split is started where there are subsets and no weights, and sends all where it went', async ({
  page,
  request,
  baseURL,
  expectAccessible,
}) => {
  const headers = { origin: new URL(baseURL ?? '').origin, 'x-alidade': '1' };
  const address = `/api/v1/objects/${SPLITTER}`;
  const read = async () => objectAnswerSchema.parse(await (await request.get(address)).json());
  const before = await read();
  const gone = await request.delete(`${address}?resourceVersion=${before.object.resourceVersion}`, {
    headers,
    data: {},
  });
  expect(gone.status()).toBe(200);

  await page.goto('/traffic?ns=billing');
  const starts = page.getByRole('region', { name: 'Services without a split' });
  await expect(starts).toContainText('All to v1, of v1, v2');
  await starts.getByRole('button', { name: 'Start a split…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('kind: ServiceSplitter');
  await expectAccessible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible();
  await dialog.getByRole('button', { name: 'Check with the API server' }).click();
  await dialog.getByRole('button', { name: 'Create it' }).click();
  await expect(dialog.getByText('Applied')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(starts).toHaveCount(0);

  const { splits } = splitsSchema.parse(
    await (await request.get('/api/v1/splits?namespaces=billing')).json(),
  );
  const made = splits.find(({ carrier }) => carrier.name === 'invoices');
  expect(made?.targets.map(({ subset, weight }) => [subset, weight])).toEqual([['v1', 100]]);

  const { yaml } = before.object;
  const { resourceVersion, yaml: written } = (await read()).object;
  // After a run that broke off, it is what this one has made again.
  if (written === yaml) return;
  const restored = await request.patch(address, { headers, data: { yaml, resourceVersion } });
  expect(restored.status()).toBe(200);
});
