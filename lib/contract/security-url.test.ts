import { describe, expect, it } from 'vitest';
import { securityCodec } from '@/lib/contract/security-url';
import { securityHref } from '@/lib/contract/urls';
import { DEFAULT_VIEW } from '@/lib/contract/view-url';

describe('the URL of the security page', () => {
  it('keeps what is shown, and leaves out what is as at first', () => {
    const page = securityCodec.read(
      new URLSearchParams('tab=simulation&strict=shop&hours=6h&show=trouble'),
    );
    expect(page).toMatchObject({ tab: 'simulation', strict: 'shop', hours: '6h', show: 'trouble' });
    expect(securityCodec.read(securityCodec.write(page))).toEqual(page);
    expect(securityCodec.write(securityCodec.read(new URLSearchParams())).toString()).toBe('');
  });

  it('opens with what is wrong in it', () => {
    const page = securityCodec.read(new URLSearchParams(`tab=x&call=${'a'.repeat(3000)}`));
    expect(page).toMatchObject({ tab: 'workloads', call: '' });
  });

  it('leads to a workload and to a call', () => {
    const href = securityHref({ ...DEFAULT_VIEW, namespaces: ['shop'] }, { call: 'a>b>http' });
    expect(href).toBe('/security?ns=shop&call=a%3Eb%3Ehttp');
  });
});
