/**
 * Orthonormal columns that span those of a [rows, columns] matrix: modified Gram and Schmidt in double precision, twice,
 * because the second pass takes off what rounding left in the first.
 */
export function orthonormalise(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const vectors = Array.from({ length: columns }, (_, k) =>
    Float64Array.from({ length: rows }, (_, j) => matrix[j * columns + k]),
  );
  for (let pass = 0; pass < 2; pass += 1) {
    for (const [k, vector] of vectors.entries()) {
      for (const other of vectors.slice(0, k)) subtract(vector, other, dot(vector, other));
      const size = Math.sqrt(dot(vector, vector));
      if (!(size > 0)) throw new RangeError(`column ${k} of ${columns} lies in the span of those before it`);
      for (let j = 0; j < rows; j += 1) vector[j] /= size;
    }
  }
  const out = new Float32Array(rows * columns);
  for (const [k, vector] of vectors.entries()) {
    for (let j = 0; j < rows; j += 1) out[j * columns + k] = vector[j];
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j += 1) sum += a[j] * b[j];
  return sum;
}

function subtract(a: Float64Array, b: Float64Array, share: number): void {
  for (let j = 0; j < a.length; j += 1) a[j] -= share * b[j];
}
