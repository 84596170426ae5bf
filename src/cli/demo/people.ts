/** Who answers in the demo. Everybody in it is made up. */
export const agents = [
  { name: 'Ada Lindqvist', email: 'ada@example.com', role: 'admin', tier: 3 },
  { name: 'Bruno Ferri', email: 'bruno@example.com', role: 'agent', tier: 1 },
  { name: 'Chiara Monti', email: 'chiara@example.com', role: 'agent', tier: 1 },
  { name: 'Dev Patel', email: 'dev@example.com', role: 'agent', tier: 2 },
  { name: 'Emma Okafor', email: 'emma@example.com', role: 'agent', tier: 3 },
] as const;

/** Of those who ask, with the family names below. */
export const givenNames = [
  'Alex',
  'Sofia',
  'Marco',
  'Lena',
  'Jonas',
  'Giulia',
  'Priya',
  'Tom',
  'Elena',
  'Omar',
  'Nina',
  'Luca',
];
export const familyNames = [
  'Rossi',
  'Miller',
  'Weber',
  'Bianchi',
  'Novak',
  'Silva',
  'Costa',
  'Young',
  'Greco',
  'Larsen',
  'Moretti',
  'Hall',
];
