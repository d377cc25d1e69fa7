/** What a person is called on screen and in the history. */
export function personName(person: {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}): string | null {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || person.email;
}
