import type { Language } from '../../../kiosk/contract/screen.ts';

/** What an audit found wrong on one screen. `where` is text or tag of the element, for a person to find it. */
export interface Finding {
  readonly audit:
    | 'targets'
    | 'hit test'
    | 'text'
    | 'overflow'
    | 'axe'
    | 'contrast'
    | 'reading'
    | 'words'
    | 'shift'
    | 'motion'
    | 'page';
  readonly what: string;
  readonly where: string;
}

/** A finding that stands, by name, with the reason why. */
export interface Waiver {
  /** Found in that language alone; else in each. */
  readonly language?: Language;
  /** Fits the screen's name in the gallery. */
  readonly screen: RegExp;
  readonly audit: Finding['audit'];
  readonly what: RegExp;
  readonly where?: RegExp;
  readonly because: string;
}

export const waivedBy = (waivers: readonly Waiver[], screen: string, finding: Finding): Waiver | undefined =>
  waivers.find(
    (waiver) =>
      waiver.screen.test(screen) &&
      waiver.audit === finding.audit &&
      waiver.what.test(finding.what) &&
      (waiver.where?.test(finding.where) ?? true),
  );
