import '@fontsource-variable/inter/standard.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Providers } from './providers';
import { TRUSTED_TYPES_POLICY } from './trusted-types';

export const metadata: Metadata = {
  title: { default: 'Alidade', template: '%s · Alidade' },
  description: 'See and steer a service mesh.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: 'light dark' };

/** Applies the stored theme, or that of the frame around a panel, before the first paint. Same key as components/shell/theme.ts. */
const APPLY_THEME = `try{var t=location.pathname.indexOf('/embed/')===0?new URLSearchParams(location.search).get('theme'):localStorage.getItem('alidade-theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`;

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // Every page is rendered for one request: a prerendered one would carry no nonce.
  await connection();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Read by react-aria for the style elements it adds. Browsers hide the attribute. */}
        <meta name="csp-nonce" nonce={nonce} suppressHydrationWarning />
        <script nonce={nonce} suppressHydrationWarning>
          {TRUSTED_TYPES_POLICY + APPLY_THEME}
        </script>
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
