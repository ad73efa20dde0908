// Stands in for the xlsx that danfo requires: SheetJS, loaded when a spreadsheet is read or written for the first time.
const load = () => require("@e965/xlsx");

module.exports = new Proxy(
  {},
  {
    get: (_, name) => load()[name],
    has: (_, name) => name in load(),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(load(), name),
  },
);
