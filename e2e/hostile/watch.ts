import type { BrowserContext, Page } from '@playwright/test';

/** What hostile text did to a page. */
export interface Harm {
  /** Scripts that ran, dialogs that opened. */
  readonly ran: readonly string[];
  /** What the content security policy, or trusted types, had to stop. */
  readonly violations: readonly string[];
  /** Elements and attributes that only data can have made. */
  readonly foreign: readonly string[];
  /** Links that lead where no link may, or without what keeps the page from the other one. */
  readonly links: readonly string[];
  /** Requests to other hosts. */
  readonly requests: readonly string[];
}

const RAN = 'xss ran: ';
const STOPPED = 'xss stopped: ';

/** Runs in every document before any script of the page. */
function listen([ran, stopped]: readonly [string, string]): void {
  const tell = (what: string) => {
    // The one way out of any page that a test hears: an `alert` may be in a frame.
    console.warn(what);
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const) {
    Object.defineProperty(window, name, {
      value: (...given: readonly unknown[]) => {
        tell(`${ran}${name} ${given.join(' ')}`);
      },
    });
  }
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective, sample, blockedURI }) => {
      tell(`${stopped}${effectiveDirective} ${blockedURI} ${sample}`);
    },
  );
}

/** Elements that the console never makes, wherever their text comes from. */
const NEVER = [
  ...[
    'iframe',
    'frame',
    'object',
    'embed',
    'applet',
    'base',
    'math',
    'marquee',
    'audio',
    'video',
    'source',
  ],
  ...['image', 'isindex', 'portal', 'xmp', 'plaintext', 'slot', 'foreignObject', 'animate', 'set'],
  ...[
    'animateTransform',
    'animatetransform',
    'use',
    'svg a',
    'svg script',
    'svg style',
    'svg image',
    'x-xss',
  ],
  ...[
    'meta[http-equiv]',
    'body form[action]',
    '[formaction]',
    '[srcdoc]',
    '[autofocus]',
    '[data-xss]',
  ],
  ...['[background]', 'body link', 'body title'],
];

interface Found {
  readonly foreign: readonly string[];
  readonly links: readonly string[];
}

/** Runs in the page: what is in it that should not be. */
function look(never: readonly string[]): Found {
  const describe = (element: Element) =>
    new XMLSerializer().serializeToString(element).slice(0, 160);
  const isHandler = ({ name }: Attr) => name.startsWith('on');
  const all = [...document.querySelectorAll('*')];
  const foreign = [
    ...document.querySelectorAll(never.join(',')),
    ...all.filter(({ attributes }) => [...attributes].some(isHandler)),
    // Scripts and pictures are of our own build.
    ...all.filter((element) => {
      const source = element.getAttribute('src') ?? element.getAttribute('srcset');
      const isOurs = source === null || new URL(source, location.href).origin === location.origin;
      const isInline = element.tagName === 'SCRIPT' && source === null;
      return (
        !isOurs ||
        (isInline && element.closest('[data-xss]') !== null) ||
        (source !== null && /^(x|)$/.test(source))
      );
    }),
  ].map(describe);

  const addressOf = (element: Element) =>
    ['href', 'xlink:href', 'action']
      .map((name) => element.getAttribute(name))
      .find((text) => text !== null);
  const isSafe = (element: Element, address: string) => {
    const { protocol, origin } = new URL(address, location.href);
    const rel = (element.getAttribute('rel') ?? '').split(' ');
    const isApart = rel.includes('noopener') && rel.includes('noreferrer');
    return /^https?:$/.test(protocol) && (origin === location.origin || isApart);
  };
  const links = all.flatMap((element) => {
    const address = addressOf(element);
    const isLink = address !== undefined && element.tagName !== 'LINK';
    return isLink && !isSafe(element, address) ? [describe(element)] : [];
  });
  return { foreign, links };
}

/** Watches the pages of a context from before their first script. */
export async function watchHarm(context: BrowserContext) {
  const ran: string[] = [];
  const violations: string[] = [];
  const requests: string[] = [];
  await context.addInitScript(listen, [RAN, STOPPED] as const);
  context.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(RAN)) ran.push(text.slice(RAN.length));
    if (text.startsWith(STOPPED)) violations.push(text.slice(STOPPED.length));
  });
  context.on('dialog', (dialog) => {
    // The console's own question, before what is not applied is left.
    if (dialog.type() === 'beforeunload') {
      void dialog.accept();
      return;
    }
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isOurs =
      ['127.0.0.1', 'localhost'].includes(hostname) || protocol === 'data:' || protocol === 'blob:';
    if (!isOurs) requests.push(request.url());
  });
  return {
    /** All that happened so far, and what is in the page now. */
    harmTo: async (page: Page): Promise<Harm> => {
      const { foreign, links } = await page.evaluate(look, NEVER);
      return {
        ran: [...ran],
        violations: [...violations],
        requests: [...requests],
        foreign,
        links,
      };
    },
    /** Forgets what happened. */
    reset: () => {
      for (const list of [ran, violations, requests]) list.length = 0;
    },
  };
}

export const NO_HARM: Harm = { ran: [], violations: [], foreign: [], links: [], requests: [] };
