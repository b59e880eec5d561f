import { useEffect } from 'preact/hooks';
import type { Places } from '../../fleet/contract/places.ts';
import type { Me } from '../../fleet/contract/session.ts';
import { api } from './api.ts';
import { type Asked, forgetAnswers, useAsked } from './asked.ts';
import { follow } from './live.ts';
import { Board } from './pages/Board.tsx';
import { later } from './pages/later.tsx';
import type { PageProps } from './pages/page.ts';
import { SignInPage } from './pages/SignInPage.tsx';
import { Station } from './pages/Station.tsx';
import { Stations } from './pages/Stations.tsx';
import { Empty, Waiting } from './parts/States.tsx';
import { isKnown } from './place-names.ts';
import { place } from './router.ts';
import { language, say } from './say.ts';
import { who } from './session.ts';
import { Shell } from './shell/Shell.tsx';

const Accounts = later(async () => (await import('./pages/Accounts.tsx')).Accounts);
const Alarm = later(async () => (await import('./pages/Alarm.tsx')).Alarm);
const Alarms = later(async () => (await import('./pages/Alarms.tsx')).Alarms);
const Audit = later(async () => (await import('./pages/Audit.tsx')).Audit);
const Device = later(async () => (await import('./pages/Device.tsx')).Device);
const Myself = later(async () => (await import('./pages/Myself.tsx')).Myself);
const Rounds = later(async () => (await import('./pages/Rounds.tsx')).Rounds);

export function Console() {
  const me = who.value;
  const spoken = language.value;
  useEffect(() => {
    document.documentElement.lang = spoken;
    document.title = say('app.title');
  }, [spoken]);
  if (me === 'asking') return <Waiting />;
  if (me === 'nobody' || me === 'no-answer') return <SignInPage silent={me === 'no-answer'} />;
  return <SignedIn key={me.name} me={me} />;
}

function SignedIn({ me }: { readonly me: Me }) {
  useEffect(() => {
    const stop = follow();
    return () => {
      stop();
      forgetAnswers();
    };
  }, []);
  const places: Asked<Places> = useAsked<Places>({
    key: 'places',
    ask: api.places,
    touches: ({ stations }) => stations.some(({ circle }) => !isKnown(places.answer, circle)),
  });
  const { asked } = place.value;
  const props: PageProps = { me, places: places.answer, district: asked.district ?? '' };
  return (
    <Shell {...props}>
      <Routed {...props} />
    </Shell>
  );
}

function Routed(props: PageProps) {
  const { page } = place.value;
  switch (page.name) {
    case 'board':
      return <Board {...props} />;
    case 'stations':
      return <Stations {...props} />;
    case 'station':
      return <Station {...props} key={page.stationId} stationId={page.stationId} />;
    case 'device':
      return (
        <Device
          {...props}
          key={`${page.stationId}/${page.deviceId}`}
          stationId={page.stationId}
          deviceId={page.deviceId}
        />
      );
    case 'alarms':
      return <Alarms {...props} />;
    case 'alarm':
      return <Alarm {...props} key={page.alarmId} alarmId={page.alarmId} />;
    case 'rounds':
      return <Rounds {...props} />;
    case 'audit':
      return <Audit {...props} />;
    case 'accounts':
      return <Accounts {...props} />;
    case 'me':
      return <Myself {...props} />;
    case 'nowhere':
      return <Empty>{say('failed.not-there')}</Empty>;
  }
}
