/** Called by Next once, before the first request. */
export async function register(): Promise<void> {
  // Written out, so that the build for Next's other runtime, which has no files, leaves the import out.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startServer } = await import('@/lib/server/start');
    await startServer();
  }
}
