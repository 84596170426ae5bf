/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** From src/server.ts: what the process holds, and who is on the line (behind `trustedProxies` proxies). */
    app: import('./context.ts').App;
    clientAddress: string;

    /** From src/middleware.ts. */
    ctx: import('./context.ts').Context;
    t: import('./i18n/index.ts').Translate;
    /** The session of the agent who is signed in, to mark "this one" in lists. */
    sessionId: string | null;
    /** A form that was sent and refused: what was typed, and what is wrong. Null on every other request. */
    form: import('./actions/form.ts').FormFailure | null;
    /** The error page's subject, when a page threw a DomainError. */
    failure: import('./errors.ts').DomainError | null;
    /** Keep the visitor in the visit that `recordEvent` returned. */
    keepVisit: (visitId: string) => void;
  }
}
