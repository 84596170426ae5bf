import type { Locale } from '#src/i18n/index.ts';

/** What people of the demo ask and the handbook does not answer. Everything is made up. */
export interface Gap {
  /** Nothing answers it until this day of the quarter; then an agent turns a ticket into the article below. */
  articleOnDay: number;
  weight: number;
  tags: string[];
  impact: 1 | 2 | 3;
  urgency: 1 | 2 | 3;
  questions: Record<Locale, string[]>;
  /** What the requester adds in the form. */
  details: Record<Locale, string>;
  /** The reply that solves it, Markdown. */
  solution: Record<Locale, string>;
  article: Record<Locale, { title: string; slug: string; summary: string }>;
}

export const gaps: Gap[] = [
  {
    articleOnDay: 24,
    weight: 12,
    tags: ['install', 'raspberry'],
    impact: 1,
    urgency: 2,
    questions: {
      en: [
        'raspberry pi too slow',
        'does it run on a raspberry',
        'pi 4 build runs out of memory',
        'killed during build on my pi',
      ],
      it: ['gira su raspberry', 'raspberry troppo lento', 'memoria esaurita durante la compilazione'],
    },
    details: {
      en: 'The build stops with "Killed" on a Pi 4 with 2 GB. Is there any way around it?',
      it: 'La compilazione si ferma con «Killed» su un Pi 4 con 2 GB. C’è un modo?',
    },
    solution: {
      en: 'The build needs about 1.5 GB. Build on another machine and copy the folder `dist` over, or give the Pi swap for the build:\n\n```sh\nsudo fallocate -l 2G /swapfile && sudo mkswap /swapfile && sudo swapon /swapfile\n```\n\nRunning it afterwards takes less than 200 MB.',
      it: 'La compilazione chiede circa 1,5 GB. Compila su un’altra macchina e copia la cartella `dist`, oppure dai al Pi uno swap:\n\n```sh\nsudo fallocate -l 2G /swapfile && sudo mkswap /swapfile && sudo swapon /swapfile\n```\n\nPoi, in uso, bastano meno di 200 MB.',
    },
    article: {
      en: {
        title: 'The build runs out of memory on a Raspberry Pi',
        slug: 'raspberry-pi-out-of-memory',
        summary: 'Build elsewhere, or give the small machine swap for the build.',
      },
      it: {
        title: 'La compilazione esaurisce la memoria su un Raspberry Pi',
        slug: 'raspberry-pi-memoria-esaurita',
        summary: 'Compila altrove, o dai alla piccola macchina uno swap.',
      },
    },
  },
  {
    articleOnDay: 41,
    weight: 10,
    tags: ['sign-in'],
    impact: 2,
    urgency: 3,
    questions: {
      en: [
        'code is always wrong',
        'authenticator says invalid code',
        'clock drift two factor',
        'second factor rejected every time',
      ],
      it: ['il codice è sempre sbagliato', 'codice non valido', 'secondo fattore rifiutato ogni volta'],
    },
    details: {
      en: 'Nobody in our team can sign in since this morning. The codes are rejected, even new ones.',
      it: 'Da stamattina nessuno di noi riesce ad accedere. I codici vengono rifiutati, anche quelli nuovi.',
    },
    solution: {
      en: 'Codes depend on the time. The clock of your server is off by some minutes: check it with `timedatectl` and switch time synchronisation on:\n\n```sh\nsudo timedatectl set-ntp true\n```\n\nUntil then, sign in with a recovery code.',
      it: 'I codici dipendono dall’ora. L’orologio del vostro server è fuori di qualche minuto: controllatelo con `timedatectl` e attivate la sincronizzazione:\n\n```sh\nsudo timedatectl set-ntp true\n```\n\nIntanto entrate con un codice di recupero.',
    },
    article: {
      en: {
        title: 'Every sign-in code is rejected',
        slug: 'every-code-is-rejected',
        summary: 'The clock of the server is off. Synchronise it.',
      },
      it: {
        title: 'Ogni codice di accesso viene rifiutato',
        slug: 'ogni-codice-viene-rifiutato',
        summary: 'L’orologio del server è sbagliato. Sincronizzalo.',
      },
    },
  },
  {
    articleOnDay: 58,
    weight: 8,
    tags: ['proxy', 'uploads'],
    impact: 2,
    urgency: 2,
    questions: {
      en: [
        '413 when attaching a file',
        'upload fails with large screenshot',
        'request entity too large',
        'attachment does not go through',
      ],
      it: ['errore 413 con un allegato', 'allegato troppo grande', 'non riesco a caricare il file'],
    },
    details: {
      en: 'Our customers get "413 Request Entity Too Large" when they attach a 4 MB screenshot.',
      it: 'I nostri clienti ricevono «413 Request Entity Too Large» quando allegano un’immagine da 4 MB.',
    },
    solution: {
      en: 'That answer comes from nginx in front of Portico: its default is 1 MB. Raise it in the server block and reload:\n\n```nginx\nclient_max_body_size 64m;\n```\n\nPortico has its own limit, `UPLOAD_MAX_MB`.',
      it: 'Quella risposta viene da nginx davanti a Portico: il suo limite è 1 MB. Alzalo nel blocco server e ricarica:\n\n```nginx\nclient_max_body_size 64m;\n```\n\nPortico ha il suo limite, `UPLOAD_MAX_MB`.',
    },
    article: {
      en: {
        title: 'Attachments fail with "413 Request Entity Too Large"',
        slug: 'attachments-fail-with-413',
        summary: 'The web server in front limits the size. Raise its limit.',
      },
      it: {
        title: 'Gli allegati falliscono con «413 Request Entity Too Large»',
        slug: 'allegati-errore-413',
        summary: 'Il server web davanti limita la dimensione. Alza il suo limite.',
      },
    },
  },
  {
    articleOnDay: 1_000,
    weight: 6,
    tags: ['feature-request'],
    impact: 1,
    urgency: 1,
    questions: {
      en: [
        'single sign on with saml',
        'login with google workspace',
        'ldap integration',
        'connect azure active directory',
      ],
      it: ['accesso unico saml', 'accesso con google', 'integrazione ldap'],
    },
    details: {
      en: 'Our IT asks for single sign-on before we can roll this out.',
      it: 'Il nostro reparto IT chiede l’accesso unico prima di adottarlo.',
    },
    solution: {
      en: 'Not today. You can protect the portal with a proxy that does single sign-on; I have noted your wish.',
      it: 'Oggi no. Potete proteggere il portale con un proxy che fa l’accesso unico; ho annotato la richiesta.',
    },
    article: {
      en: { title: 'Single sign-on', slug: 'single-sign-on', summary: 'Not available yet.' },
      it: { title: 'Accesso unico', slug: 'accesso-unico', summary: 'Non ancora disponibile.' },
    },
  },
];

/** The one whose article becomes a known issue, and the one that nothing answers to the end. */
export const knownIssue = gaps[1]!;
export const unanswered = gaps[3]!;
