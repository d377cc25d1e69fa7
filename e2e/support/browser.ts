import type { PlaywrightTestConfig } from '@playwright/test';

/** Debian's Chromium, without anything that calls home. */
export const browser = {
  locale: 'en-US',
  timezoneId: 'America/Los_Angeles',
  viewport: { width: 1440, height: 900 },
  reducedMotion: 'reduce',
  // A trace is half of a run's work; PWTRACE=1 asks for one.
  trace: process.env['PWTRACE'] ? 'retain-on-failure' : 'off',
  launchOptions: {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
} satisfies PlaywrightTestConfig['use'] & { reducedMotion: 'reduce' };
