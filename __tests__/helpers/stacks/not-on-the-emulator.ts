/** Presets that take a service which the emulator runs only in containers: Lambda. Their roles and policies are proven by their claims. */
export const NOT_ON_THE_EMULATOR: readonly string[] = ["fleet"];
