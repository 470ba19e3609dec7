#!/usr/bin/env node
// The AWS SDK prints a warning about the running Node.js to stderr, which is ours to keep clean.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
import("./dist/bin.mjs");
