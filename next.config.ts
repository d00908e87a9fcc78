import type { NextConfig } from 'next';
import { sourceHash } from './deploy/prepare.mjs';

const config: NextConfig = {
  // A lockfile in a folder above must not move where the standalone server is put.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  output: 'standalone',
  // The same sources give the same build.
  generateBuildId: () => sourceHash().slice(0, 32),
  outputFileTracingExcludes: {
    // The optimizer of images is off: no machine code has to be shipped for it.
    '*': ['./node_modules/{sharp,@img,detect-libc,semver}/**'],
  },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // The image has a read-only file system, and no page is kept.
  experimental: { isrFlushToDisk: false },
  productionBrowserSourceMaps: false,
  serverExternalPackages: ['pino', 'prom-client', 'undici'],
};

export default config;
