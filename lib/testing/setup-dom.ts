import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// A busy machine is no reason to fail: what a test waits for comes, or it does not come at all.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

// Dialogs and tables need this helper of selectors, which jsdom lacks.
Object.assign(globalThis, {
  CSS: { escape: (text: string) => text.replaceAll(/[^\w-]/g, String.raw`\$&`) },
});

afterEach(cleanup);
