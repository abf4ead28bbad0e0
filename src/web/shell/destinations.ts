import {
  IconAlignLeft,
  IconBuildingBank,
  IconChartBar,
  IconFileImport,
  IconGavel,
  IconInbox,
  IconLayoutNavbar,
  IconListCheck,
  IconMailForward,
  IconPercentage,
  IconReceipt2,
  IconRoute,
  IconScale,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { paths } from '#web/paths.ts';
import type { TextKey } from '#web/texts.ts';

export type Destination = {
  readonly label: TextKey;
  readonly href: (company: string) => string;
  readonly icon: typeof IconInbox;
  readonly keys: string;
  /** The part of the navigation it stands in. */
  readonly part: 'day' | 'rules' | 'house';
  /** On the bar at the bottom of a phone. */
  readonly isMain?: boolean;
  readonly onlyWhenCaught?: boolean;
  /** Also for somebody from outside, who has no other place. */
  readonly isForOutside?: boolean;
};

/** The places of those who work here, and of somebody from outside. */
export function destinationsFor({
  isOutside,
  mailsAreCaught,
}: {
  isOutside: boolean;
  mailsAreCaught: boolean;
}) {
  return DESTINATIONS.filter(
    (to) => (mailsAreCaught || !to.onlyWhenCaught) && (!isOutside || to.isForOutside),
  );
}

/** Where one can go in a company: the navigation, the keys `g …` and the palette are made of this one list. */
export const DESTINATIONS: readonly Destination[] = [
  {
    label: 'nav.worklist',
    href: paths.worklist,
    icon: IconListCheck,
    keys: 'g t',
    part: 'day',
    isMain: true,
  },
  { label: 'nav.overview', href: paths.overview, icon: IconChartBar, keys: 'g o', part: 'day' },
  { label: 'nav.debtors', href: paths.debtors, icon: IconUsers, keys: 'g d', part: 'day', isMain: true },
  { label: 'nav.items', href: paths.items, icon: IconReceipt2, keys: 'g f', part: 'day' },
  {
    label: 'nav.handedOver',
    href: paths.handedOver,
    icon: IconGavel,
    keys: 'g h',
    part: 'day',
    isForOutside: true,
  },
  { label: 'nav.claims', href: paths.claims, icon: IconPercentage, keys: 'g c', part: 'day' },
  { label: 'nav.runs', href: paths.runs, icon: IconMailForward, keys: 'g r', part: 'day', isMain: true },
  { label: 'nav.bank', href: paths.bank, icon: IconBuildingBank, keys: 'g b', part: 'day' },
  { label: 'nav.import', href: paths.import, icon: IconFileImport, keys: 'g i', part: 'day' },
  { label: 'nav.policies', href: paths.policies, icon: IconRoute, keys: 'g p', part: 'rules' },
  { label: 'nav.rates', href: paths.rates, icon: IconScale, keys: 'g z', part: 'rules' },
  { label: 'nav.texts', href: paths.texts, icon: IconAlignLeft, keys: 'g x', part: 'rules' },
  { label: 'nav.layout', href: paths.layout, icon: IconLayoutNavbar, keys: 'g l', part: 'rules' },
  {
    label: 'nav.outbox',
    href: paths.outbox,
    icon: IconInbox,
    keys: 'g u',
    part: 'house',
    onlyWhenCaught: true,
  },
  { label: 'nav.settings', href: paths.settings, icon: IconSettings, keys: 'g s', part: 'house' },
];
