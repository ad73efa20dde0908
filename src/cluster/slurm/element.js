// An array element's entry: lets Node read TypeScript, then runs the element: node element.js FOLDER ELEMENT WORKS
require("../../read-typescript").register();
const [, , folder, element, works] = process.argv;
require("./run-element").runElement(folder, Number(element), works);
