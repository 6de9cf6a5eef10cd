import { createRandom } from '../../random.ts';

/** One absorption line. Named wavelengths are air wavelengths, Angstrom. */
export interface Line {
  name?: string;
  /** Centre, Angstrom. */
  wavelength: number;
  /** log10 of the central optical depth at the reference star (Teff 4800 K, logG 3, solar abundances), before `depth`. */
  logStrength: number;
  /** Excitation potential of the lower level, eV. */
  excitation: number;
  ionised: boolean;
  /** Exponent of the abundance that [alpha/M] and [C/M] move: 1 for an alpha element or carbon, else 0. */
  alpha: number;
  carbon: number;
  /** Damping width relative to `dampingWidth`. */
  damping: number;
  /** Half width of the window in which the line is computed, Angstrom. */
  halfWindow: number;
}

/** A hydrogen Paschen line: its strength follows Teff and its Stark width follows logG. */
export interface PaschenLine {
  name: string;
  wavelength: number;
  strength: number;
}

/** A molecular band: no opacity blueward of the head, an exponential tail redward. */
export interface Band {
  name: string;
  /** Band head, Angstrom. */
  head: number;
  strength: number;
  /** e-folding length of the tail, Angstrom. */
  tail: number;
  molecule: 'TiO' | 'CN';
}

const named = (
  name: string,
  wavelength: number,
  logStrength: number,
  excitation: number,
  damping: number,
  extra: Partial<Line> = {},
): Line => ({
  name,
  wavelength,
  logStrength,
  excitation,
  ionised: false,
  alpha: 0,
  carbon: 0,
  damping,
  halfWindow: 60,
  ...extra,
});

/**
 * The named lines of `EXPERIMENTS.md`; excitation potentials are those of the atomic data (Ca II 1.69 and 1.70 eV, Na I
 * 2.10 eV, Mg I 4.35 eV, K I 0 eV, C I 7.68 eV). C I 8335 is added so that [C/M] has a line beside the CN bands. Strengths and
 * damping widths are this project's own round numbers, not oscillator strengths.
 */
export const namedLines: Line[] = [
  named('Ca II 8498.0', 8498.0, 1.0, 1.69, 1.0, { ionised: true, alpha: 1 }),
  named('Ca II 8542.1', 8542.1, 1.5, 1.7, 1.4, { ionised: true, alpha: 1 }),
  named('Ca II 8662.1', 8662.1, 1.4, 1.69, 1.3, { ionised: true, alpha: 1 }),
  named('Na I 8183.3', 8183.3, 0.6, 2.1, 1.0),
  named('Na I 8194.8', 8194.8, 0.9, 2.1, 1.1),
  named('Mg I 8806.8', 8806.8, 0.7, 4.35, 1.2, { alpha: 1 }),
  named('K I 7664.9', 7664.9, 0.5, 0, 0.8),
  named('K I 7699.0', 7699.0, 0.4, 0, 0.8),
  named('C I 8335.1', 8335.1, -0.4, 7.68, 0.5, { carbon: 1, halfWindow: 12 }),
];

/** Paschen series from P12 to P18; P11 lies outside the window. */
export const paschenLines: PaschenLine[] = [
  { name: 'P12', wavelength: 8750.5, strength: 0.9 },
  { name: 'P13', wavelength: 8665.0, strength: 0.85 },
  { name: 'P14', wavelength: 8598.4, strength: 0.8 },
  { name: 'P15', wavelength: 8545.4, strength: 0.7 },
  { name: 'P16', wavelength: 8502.5, strength: 0.6 },
  { name: 'P17', wavelength: 8467.3, strength: 0.5 },
  { name: 'P18', wavelength: 8438.0, strength: 0.4 },
];

/** TiO heads of `EXPERIMENTS.md`; the CN heads (red system, approximate) carry [C/M] and are this project's addition. */
export const bands: Band[] = [
  { name: 'TiO 7126', head: 7126, strength: 0.5, tail: 70, molecule: 'TiO' },
  { name: 'TiO 7589', head: 7589, strength: 0.6, tail: 70, molecule: 'TiO' },
  { name: 'TiO 7666', head: 7666, strength: 0.5, tail: 70, molecule: 'TiO' },
  { name: 'TiO 8206', head: 8206, strength: 0.3, tail: 70, molecule: 'TiO' },
  { name: 'TiO 8432', head: 8432, strength: 0.7, tail: 70, molecule: 'TiO' },
  { name: 'CN 7876', head: 7876, strength: 0.06, tail: 50, molecule: 'CN' },
  { name: 'CN 8067', head: 8067, strength: 0.05, tail: 50, molecule: 'CN' },
];

/** How many seeded metal lines there are of each kind ("a few hundred" in `EXPERIMENTS.md`). */
export const metalLineCounts = { neutral: 220, ionised: 40 } as const;

/** Share of the seeded metal lines that belong to an alpha element. This project's own choice. */
const alphaShare = 0.3;

/** Seeded metal lines, uniform in wavelength; strengths are log-normal, so that most are weak. */
export function drawMetalLines(lineSeed: number): Line[] {
  const lines: Line[] = [];
  for (const [kind, count] of Object.entries(metalLineCounts)) {
    const ionised = kind === 'ionised';
    for (let i = 0; i < count; i += 1) {
      const random = createRandom(lineSeed, 'metal-line', kind, i);
      lines.push({
        wavelength: random.range(7105, 8845),
        logStrength: -0.9 + (ionised ? 0.5 : 0.6) * random.normal(),
        excitation: ionised ? random.range(1, 4) : random.range(0, 5),
        ionised,
        alpha: random.uniform() < alphaShare ? 1 : 0,
        carbon: 0,
        damping: ionised ? random.range(0.2, 0.7) : random.range(0.2, 1),
        halfWindow: 12,
      });
    }
  }
  return lines;
}

/** Every atomic line of the simulator: the named ones first. */
export function lineList(lineSeed: number): Line[] {
  return [...namedLines, ...drawMetalLines(lineSeed)];
}
