export interface Link {
  /** May hold TeX between dollars. */
  text: string;
  href: string;
}
