/** The hill, the lake and the dunes: never behind text, never a state. */
export function Landscape() {
  return (
    <svg class="landscape" viewBox="0 0 1080 430" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
      <path
        fill="var(--hill-2)"
        d="M0 106C66 96 118 44 178 44c56 0 84 42 132 34C372 68 396 8 452 8c68 0 100 72 196 66 74-4 128-32 206-30 84 2 150 36 226 42v80H0Z"
      />
      <path fill="var(--hill)" d="M0 136c92-16 170-40 254-38 104 2 190 34 320 28 178-8 240-30 506-14v50H0Z" />
      <path fill="var(--lake)" d="M0 146h1080v190H0Z" />
      <g stroke="var(--lake-2)" stroke-width="6" stroke-linecap="round">
        <path d="M-10 176h310M420 164h280M520 192h120M760 180h330" />
      </g>
      <path fill="var(--sand)" d="M0 226c110-38 210-50 310-26 104 26 150 46 280 36 170-12 300-52 490-34v228H0Z" />
      <path fill="var(--sand-2)" d="M640 240c120-40 260-58 440-40v130c-170 20-330-30-440-90Z" />
      <path fill="var(--sand)" d="M300 330c180-70 420-96 780-60v160H300Z" />
      <path fill="var(--sand-2)" d="M0 296c150-26 300-16 470 24 180 42 380 36 610-4v114H0Z" />
    </svg>
  );
}
