/** Programs ask about the same few actions and keys again and again; a hundred keys are a thousand questions. */
export function remember<T>(answer: (question: string) => T): (question: string) => T {
  const known = new Map<string, T>();
  return (question) => {
    if (known.has(question)) return known.get(question) as T;
    const result = answer(question);
    known.set(question, result);
    return result;
  };
}
