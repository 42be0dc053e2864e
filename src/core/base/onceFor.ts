/** A function that works something out once for each object, and keeps it for as long as the object lives. */
export function onceFor<Subject extends object, Value>(
  make: (subject: Subject) => Value,
): (subject: Subject) => Value {
  const made = new WeakMap<Subject, { readonly value: Value }>();
  return subject => {
    let one = made.get(subject);
    if (one === undefined) {
      one = { value: make(subject) };
      made.set(subject, one);
    }
    return one.value;
  };
}
