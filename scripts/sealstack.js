#!/usr/bin/env node
// Read by every Node.js, so in words that the oldest can parse: whoever has one is told, before anything else is loaded.
"use strict";

var oldest = require("./package.json").engines.node.replace(/^>=/, "");
var STATUS = 13; // EXIT.tool of errors.ts

/** @param {string} a version @param {string} b another @returns {boolean} whether the first came before the second */
function isOlder(a, b) {
  var one = a.split(".").map(Number);
  var other = b.split(".").map(Number);
  for (var at = 0; at < 3; at += 1) if (one[at] !== other[at]) return one[at] < other[at];
  return false;
}

/** @param {string} message @param {string} hint */
function fail(message, hint) {
  var text = "sealstack: error: " + message + "\nsealstack: hint: " + hint;
  if (process.argv.indexOf("--json") !== -1)
    text = JSON.stringify({ error: { exit: "tool", status: STATUS, message: message, hint: hint } });
  process.stderr.write(text + "\n");
  process.exit(STATUS);
}

/** @param {{ code?: string }} error of what could not be read */
function notLoaded(error) {
  if (error.code === undefined) throw error; // a defect
  var full = error.code === "EMFILE" || error.code === "ENFILE";
  var hint = full ? "raise `ulimit -n`" : "install @sealstack/cli again";
  fail("the program cannot be loaded: " + error.code, hint);
}

var tooOld = "this is Node.js " + process.versions.node + ", needed is " + oldest + " or newer";
if (isOlder(process.versions.node, oldest)) fail(tooOld, "install a newer Node.js: https://nodejs.org");

// The AWS SDK prints a warning about the running Node.js to stderr, which is ours to keep clean.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED =
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED || "true";
try {
  require("./dist/code-cache.cjs").start(__dirname + "/dist", require);
} catch (error) {
  notLoaded(error);
}
