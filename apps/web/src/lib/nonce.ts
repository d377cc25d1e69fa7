declare global {
  // The name under which the scroll lock of Mantine's dialogs looks for the nonce of the styles it adds.
  var __webpack_nonce__: string | undefined;
}

/** The nonce of this page load, which the content security policy asks of every style that is added later. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

globalThis.__webpack_nonce__ = styleNonce();
