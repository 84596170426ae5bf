import type { ServerResponse } from 'node:http';

/** Nothing but ourselves: no inline script or style, no plugin, no frame, no form that leaves (OWASP Secure Headers). */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

/** On every answer, whoever makes it. A handler may set a stricter one, as attachments do. */
export function setSecurityHeaders(res: ServerResponse, isHttps: boolean): void {
  res.setHeader('Content-Security-Policy', contentSecurityPolicy);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  // Private links carry a key in their query; it must not travel to other sites.
  res.setHeader('Referrer-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  if (isHttps) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
}
