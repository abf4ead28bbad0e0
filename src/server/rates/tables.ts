export type RateChangeTable = {
  companyId: string;
  id: string;
  number: number;
  file: string | null;
  reason: string | null;
  madeBy: string | null;
  madeAt: Temporal.Instant;
  undoneBy: string | null;
  undoneAt: Temporal.Instant | null;
};

export type GivenRateTable = {
  companyId: string;
  id: string;
  changeId: string;
  series: string;
  fromOn: Temporal.PlainDate;
  untilOn: Temporal.PlainDate | null;
  percent: string;
  source: string;
  endedBy: string | null;
};
