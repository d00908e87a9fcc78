import { describe, expect, it } from 'vitest';
import { dashboardHref } from '@/lib/contract/grafana-url';
import { DEFAULT_VIEW, readView, type View } from '@/lib/contract/view-url';

const LINK = {
  grafana: 'https://grafana.example/tools',
  uid: 'alidade-istio',
  namespace: 'shop',
  console: 'https://alidade.example',
};
const paramsOf = (view: Partial<View>) =>
  Object.fromEntries(new URL(dashboardHref(LINK, { ...DEFAULT_VIEW, ...view })).searchParams);

describe('dashboardHref', () => {
  it('keeps the path of Grafana, and names the dashboard', () => {
    expect(dashboardHref(LINK, DEFAULT_VIEW)).toMatch(
      /^https:\/\/grafana\.example\/tools\/d\/alidade-istio\?/,
    );
  });

  it('has the namespace, the way back and the time of the view', () => {
    expect(paramsOf({ window: '30m' })).toEqual({
      from: 'now-30m',
      to: 'now',
      'var-namespace': 'shop',
      'var-alidade': 'https://alidade.example',
    });
    const between = { fromMs: 1_700_000_000_000, toMs: 1_700_000_300_000 };
    expect(paramsOf({ between })).toMatchObject({ from: '1700000000000', to: '1700000300000' });
    const at = 1_700_000_300_000;
    expect(paramsOf({ at })).toMatchObject({ from: String(at - 300_000), to: String(at) });
  });

  it('is led back to the same time by the links of the dashboards', () => {
    // As Grafana fills in ${__from:date:seconds}_${__to:date:seconds}.
    const back = readView(new URLSearchParams('ns=shop&between=1700000000_1700000300'));
    expect(paramsOf(back)).toMatchObject({ from: '1700000000000', to: '1700000300000' });
  });
});
