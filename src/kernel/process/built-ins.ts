/**
 * Cells share JavaScript's built-in objects with the compiler and the kernel: one that replaces
 * Array.prototype.map would break both, and every cell after it without a word of why. What was replaced
 * is put back after the cell, which fails by it. Additions stay, and so does what people replace with
 * good reason: Math.random, Date.now, the timers, the console.
 *
 * restore() may not rely on what it guards: no iteration, no methods of arrays, no functions within.
 */
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, getPrototypeOf } = Reflect;
const { is, prototype } = Object;

interface BuiltIn {
  readonly name: string;
  readonly object: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

/** Constructors guarded with their prototypes, and objects of functions. */
const GUARDED = [
  ...["Array", "ArrayBuffer", "BigInt", "Boolean", "Function", "Map", "Number", "Object", "Promise", "RegExp", "Set"],
  ...["String", "Symbol", "Uint8Array", "WeakMap", "WeakSet", "JSON", "Math", "Reflect"],
];
const LEFT_ALONE = ["Math.random"];
/** Characters of names that are told. */
const LONGEST = 200;
/** Names that no object may inherit: every property descriptor and every awaited value would have them. */
const POISON = ["get", "set", "value", "writable", "enumerable", "configurable", "then"];

export class BuiltIns {
  readonly #builtIns: readonly BuiltIn[];

  /** Remembers all of them as they are now. */
  constructor() {
    const found: BuiltIn[] = [];
    const add = (name: string, object: object, key: PropertyKey): void => {
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (descriptor !== undefined && !LEFT_ALONE.includes(name)) found.push({ name, object, key, descriptor });
    };
    const addAll = (name: string, object: object): void => {
      for (const key of ownKeys(object))
        add(typeof key === "symbol" ? `${name}[${key.description}]` : `${name}.${key}`, object, key);
    };
    for (const name of GUARDED) {
      add(name, globalThis, name);
      const object = (globalThis as unknown as Record<string, object & { prototype?: object }>)[name];
      addAll(name, object);
      if (object.prototype !== undefined) addAll(`${name}.prototype`, object.prototype);
    }
    addAll("Error.prototype", Error.prototype);
    addAll("TypedArray.prototype", getPrototypeOf(Uint8Array.prototype) as object);
    const iterators = {
      Array: [].values(),
      Map: new Map().values(),
      Set: new Set().values(),
      String: ""[Symbol.iterator](),
    };
    for (const [name, iterator] of Object.entries(iterators))
      addAll(`${name} iterator`, getPrototypeOf(iterator) as object);
    add("process.nextTick", process, "nextTick");
    this.#builtIns = found;
  }

  /** Puts back what was replaced, and says so; `lasting` where it cannot be put back. */
  restore(): { readonly message: string; readonly lasting: boolean } | undefined {
    let replaced = "";
    let lasting = false;
    for (let i = 0; i < POISON.length; i++) {
      if (getOwnPropertyDescriptor(prototype, POISON[i]) === undefined) continue;
      if (!deleteProperty(prototype, POISON[i])) lasting = true;
      replaced = `${replaced}, Object.prototype.${POISON[i]}`;
    }
    for (let i = 0; i < this.#builtIns.length; i++) {
      const { name, object, key, descriptor } = this.#builtIns[i];
      const now = getOwnPropertyDescriptor(object, key);
      const { value, get } = descriptor;
      if (now !== undefined && is(now.value, value) && now.get === get) continue;
      if (!defineProperty(object, key, descriptor)) lasting = true;
      if (replaced.length < LONGEST) replaced = `${replaced}, ${name}`;
    }
    if (replaced === "") return undefined;
    const end = lasting ? "and cannot be put back: restart the kernel" : "and has been put back";
    const message = `${replaced.slice(2)} was replaced, which the kernel and its compiler rely on, ${end}`;
    return { message, lasting };
  }
}
