/** Whether an error is one of JavaScript or of the wasm heap that has no room left. */
export function isOutOfMemory({ message }: Error): boolean {
  return /wasm heap has no room|allocation failed|Invalid typed array length/.test(message);
}
