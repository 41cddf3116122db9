// Fictitious persons, and the test values that choose their outcome (docs/contract.md §8).
import { randomUUID } from 'node:crypto';

export interface Person {
  given: string;
  middle: string;
  family: string;
  /** Month, day, year, as typed. */
  born: [string, string, string];
  email: string;
  phone: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postal: string;
  ssn: string;
}

/** Person that matches no rule of the sandbox: approved at once. */
export function person(changes: Partial<Person> = {}): Person {
  return {
    given: 'Jane',
    middle: '',
    family: 'Doe',
    born: ['3', '27', '1990'],
    email: `jane.${randomUUID().slice(0, 8)}@example.com`,
    phone: '(212) 555-2368',
    line1: '350 Fifth Avenue',
    line2: '',
    city: 'New York',
    state: 'NY',
    postal: '10118',
    ssn: '123-45-6789',
    ...changes,
  };
}

type Born = Person['born'];

/** Dates of birth with their outcomes. */
export const BORN = {
  denied: ['9', '4', '1985'] as Born,
  documentsApproved: ['9', '2', '1985'] as Born,
  documentsDenied: ['9', '5', '1985'] as Born,
  documentsManual: ['9', '25', '1985'] as Born,
  documentsTwice: ['9', '1', '1985'] as Born,
};

/** Person whom the provider knows by phone, and a phone that it does not know. */
export const KNOWN = { born: ['3', '30', '1985'] as Born, phone: '(415) 555-1212' };
export const UNKNOWN_PHONE = '+1 206 789 0036';
/** Prefill codes: correct, wrong, and never checked by the provider. */
export const CODES = { right: '123 456', wrong: '654321', pending: '000000' };

/** Name that leads to a manual review by the provider. */
export const MANUAL_REVIEW = { given: 'Paulina', family: 'Gizela' };
