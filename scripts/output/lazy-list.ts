/**
 * A list of which each item is made when it is asked for, again each time the list is gone through: it may have more of them than memory holds. Pure.
 * In the data of a report it becomes JSON item by item.
 */
export class LazyList<T> implements Iterable<T> {
  /** @param items begins anew with each call. */
  constructor(private readonly items: () => Iterable<T>) {}

  [Symbol.iterator](): Iterator<T> {
    return this.items()[Symbol.iterator]();
  }

  map<U>(change: (item: T) => U): LazyList<U> {
    const { items } = this;
    return new LazyList(function* () {
      for (const item of items()) yield change(item);
    });
  }

  toJSON(): T[] {
    return [...this];
  }
}
