/**
 * Jest gives each test file globals of its own, so an error that Node itself makes is no `instanceof Error` there: the AWS SDK
 * then wraps it, and loses its name and code, as it never does outside of tests. Here every native error is an `Error`.
 */
const { isNativeError } = require("node:util").types;

const byPrototype = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(candidate) {
    return byPrototype.call(this, candidate) || (this === Error && isNativeError(candidate));
  },
});
