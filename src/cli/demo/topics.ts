import type { Locale } from '#src/i18n/index.ts';

/** What people of the demo ask, in their own words. Names and cases are made up. */
export interface Topic {
  /** Key of the handbook article that answers it. */
  articleKey: string;
  /** How often it is asked, relative to the others. */
  weight: number;
  questions: Record<Locale, string[]>;
}

/** The handbook's article that fails its readers in the demo; agents notice, too. */
export const failingKey = 'import-documentation';

/** What the handbook answers. */
export const topics: Topic[] = [
  {
    articleKey: 'install',
    weight: 9,
    questions: {
      en: [
        'how do I install this',
        'install on my server',
        'which node version do I need',
        'setup on linux',
        'getting it running locally',
      ],
      it: [
        'come si installa',
        'installare sul mio server',
        'quale versione di node serve',
        'avviare su linux',
      ],
    },
  },
  {
    articleKey: 'reverse-proxy',
    weight: 7,
    questions: {
      en: [
        'https with nginx',
        'put it behind caddy',
        'misdirected request 421',
        'tls certificate setup',
        'wrong client address in the log',
      ],
      it: ['https con nginx', 'metterlo dietro un proxy', 'errore 421', 'certificato tls'],
    },
  },
  {
    articleKey: 'postgres',
    weight: 5,
    questions: {
      en: [
        'use postgres instead of sqlite',
        'run several processes',
        'which database is better for a big portal',
        'DATABASE_URL format',
      ],
      it: ['usare postgres', 'più processi insieme', 'quale database conviene'],
    },
  },
  {
    articleKey: 'backup-and-restore',
    weight: 8,
    questions: {
      en: [
        'how do I make a backup',
        'restore a backup on another machine',
        'nightly backup while running',
        'lost the server, have the tar',
      ],
      it: ['come faccio una copia di sicurezza', 'ripristinare un backup', 'backup ogni notte'],
    },
  },
  {
    articleKey: 'two-factor',
    weight: 6,
    questions: {
      en: [
        'turn on two factor',
        'new phone, codes do not work',
        'recovery codes for sign in',
        'log out other devices',
      ],
      it: ['attivare il secondo fattore', 'ho cambiato telefono e i codici non vanno', 'codici di recupero'],
    },
  },
  {
    articleKey: 'people-and-roles',
    weight: 6,
    questions: {
      en: [
        'invite a colleague',
        'agent forgot password',
        'make somebody an admin',
        'employee left the company',
      ],
      it: ['invitare un collega', 'un agente ha dimenticato la password', 'rendere qualcuno amministratore'],
    },
  },
  {
    articleKey: 'follow-your-ticket',
    weight: 8,
    questions: {
      en: [
        'where is my ticket',
        'status of my request',
        'how can I reply to support',
        'what does waiting mean',
      ],
      it: ['dove vedo il mio ticket', 'stato della mia richiesta', 'come rispondo all’assistenza'],
    },
  },
  {
    articleKey: 'import-documentation',
    weight: 5,
    questions: {
      en: [
        'import our old docs',
        'migrate markdown from github',
        'bring in existing help center',
        'images missing after import',
      ],
      it: ['importare la vecchia documentazione', 'migrare markdown', 'portare le guide esistenti'],
    },
  },
  {
    articleKey: 'read-the-measures',
    weight: 4,
    questions: {
      en: [
        'what is deflection',
        'export figures to excel',
        'first contact resolution formula',
        'report for my boss',
      ],
      it: ['che cos’è la deflessione', 'esportare le cifre', 'formula risoluzione al primo contatto'],
    },
  },
  {
    articleKey: 'markdown-reference',
    weight: 4,
    questions: {
      en: [
        'how to write a callout box',
        'table in an article',
        'colour code blocks',
        'add a picture to an article',
      ],
      it: ['riquadro in un articolo', 'tabella in un articolo', 'aggiungere un’immagine'],
    },
  },
  {
    articleKey: 'your-privacy',
    weight: 3,
    questions: {
      en: ['do you use cookies', 'gdpr tracking', 'what do you know about me'],
      it: ['usate cookie', 'gdpr e tracciamento', 'che cosa sapete di me'],
    },
  },
  {
    articleKey: 'faq-mail-server',
    weight: 3,
    questions: {
      en: ['is a mail server required', 'no smtp available'],
      it: ['serve un server di posta', 'senza smtp'],
    },
  },
];
