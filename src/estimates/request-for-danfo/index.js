// Stands in for the request that danfo requires, loaded when an address is read for the first time.
const load = () => require("@cypress/request");

module.exports = Object.assign((...rest) => load()(...rest), { get: (...rest) => load().get(...rest) });
