/** Loaded before Rappel itself (`node --import`): the clock of this process is wrong by CLOCK_SKEW_SECONDS. */
const seconds = Number(process.env.CLOCK_SKEW_SECONDS ?? 0);
const RealDate = Date;
const { instant, plainDateISO, zonedDateTimeISO } = Temporal.Now;

/** What `new Date()` and `Date.now()` say is skewed; what is given stays what it is. */
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + seconds * 1000] : args),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + seconds * 1000 : Reflect.get(target, name)),
});
Temporal.Now.instant = () => instant().add({ seconds });
Temporal.Now.zonedDateTimeISO = (zone) => zonedDateTimeISO(zone).add({ seconds });
Temporal.Now.plainDateISO = (zone) => Temporal.Now.zonedDateTimeISO(zone).toPlainDate() ?? plainDateISO(zone);
