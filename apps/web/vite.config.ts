import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where the API of a developer listens; the product itself serves both from one address.
const api = process.env['PACE_API'] ?? 'http://localhost:2000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, addExtensions: true, semicolons: true }),
    react(),
  ],
  server: { proxy: { '/api': api }, strictPort: true },
  preview: { proxy: { '/api': api }, strictPort: true },
  build: {
    target: 'es2023',
    // Compressing is done once, by the build script, at the highest level; measuring it here costs time only.
    reportCompressedSize: false,
    // Every file stays a file: the content security policy allows no data: scripts, and small files are cached too.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // What most screens share comes in one file: small files of their own compress worse, and would be 10 kB more.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 14 }] } },
    },
  },
});
