import type { NextConfig } from 'next';

const config: NextConfig = {
  // A lockfile in a folder above must not move where the standalone server is put.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  serverExternalPackages: ['pino', 'prom-client', 'undici'],
};

export default config;
